import { ipcContract } from '../../src-shared/ipc/contract.ts'
import type { PlaceService } from '../services/place-service.ts'
import { bindChannel, type BoundArea } from './bind-channel.ts'

export const createPlaceHandlers = (places: PlaceService): BoundArea<'place'> => ({
  keep: bindChannel(ipcContract.place.keep, (place) => {
    places.keep(place)
    return {}
  }),
  read: bindChannel(ipcContract.place.read, () => ({ place: places.read() })),
})
