/** Something wrong in the file: `line N: column: what`. */
export interface ImportProblem {
  /** Counted as an editor counts, also when a quoted field holds line breaks; of such a row the first line. */
  readonly line: number
  readonly column: string
  readonly what: string
}

export interface ImportProblems {
  /** The first ones by line, at most 100. */
  readonly first: readonly ImportProblem[]
  readonly count: number
}

export const maxListedProblems = 100

export interface ProblemList {
  add(problem: ImportProblem): void
  /** For problems that were counted elsewhere: the first of them, and how many there are. */
  addCounted(first: readonly ImportProblem[], count: number): void
  read(): ImportProblems
}

/** Keeps the first problems by line and counts the rest, so that a file of nothing but errors needs no memory. */
export function createProblemList(): ProblemList {
  let first: ImportProblem[] = []
  let count = 0
  const keep = (problems: readonly ImportProblem[]): void => {
    first = [...first, ...problems].toSorted((a, b) => a.line - b.line).slice(0, maxListedProblems)
  }
  return {
    add(problem) {
      count += 1
      if (first.length < maxListedProblems || problem.line < (first.at(-1)?.line ?? 0)) keep([problem])
    },
    addCounted(problems, counted) {
      count += counted
      keep(problems)
    },
    read: () => ({ first, count }),
  }
}

/** The file cannot be read on from here; carries the problem out of a stream. */
export class UnreadableFile extends Error {
  readonly problem: ImportProblem

  constructor(problem: ImportProblem) {
    super(problem.what)
    this.problem = problem
  }
}
