import { sql, type Kysely } from 'kysely'

/**
 * What makes searching fast (decision 0004): one index of the 1- and 2-grams of the three searched fields, each with a letter
 * for its field, and of the member; and sorted indexes for walking a list page by page. Reversible.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const indexes = [
    'users_search',
    'users_by_name',
    'users_of_member_by_login',
    'users_of_member_by_name',
    'members_by_name',
  ]
  for (const index of indexes) await sql.raw(`drop index ${index}`).execute(db)
  await sql.raw('drop function user_search_grams(text, text, text, text)').execute(db)
  await sql.raw('drop function search_word_grams(text, text)').execute(db)
}

const statements = [
  // An expression and not a column: the array would make every row four times as long.
  `create function user_search_grams(member_id text, user_id_key text, login_id_key text, user_name_key text)
     returns text[] language plpgsql immutable parallel safe as $$
     declare
       grams text[] := array['m' || member_id];
       keys text[] := array[user_id_key, login_id_key, user_name_key];
       tags text[] := array['u', 'l', 'n'];
       previous text;
       letter text;
     begin
       for field in 1..3 loop
         previous := null;
         foreach letter in array string_to_array(keys[field], null) loop
           grams := grams || (tags[field] || letter);
           if previous is not null then grams := grams || (tags[field] || previous || letter); end if;
           previous := letter;
         end loop;
       end loop;
       return grams;
     end $$`,
  // What a user found by a (folded) word must have: its 2-grams, or the one letter.
  `create function search_word_grams(tag text, word text)
     returns text[] language plpgsql immutable strict parallel safe as $$
     declare
       grams text[] := '{}';
     begin
       if length(word) < 2 then return array[tag || word]; end if;
       for place in 1..length(word) - 1 loop
         grams := grams || (tag || substr(word, place, 2));
       end loop;
       return grams;
     end $$`,
  // No list of pending entries: searches are many, and changes of names and IDs few.
  `create index users_search on users
     using gin (user_search_grams(member_id, user_id_key, login_id_key, user_name_key)) with (fastupdate = off)`,
  'create index users_by_name on users (user_name_key, user_id)',
  'create index users_of_member_by_login on users (member_id, login_id_key, user_id)',
  'create index users_of_member_by_name on users (member_id, user_name_key, user_id)',
  'create index members_by_name on members (member_name_key, member_id)',
]
