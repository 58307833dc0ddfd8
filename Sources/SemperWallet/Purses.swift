import SemperCommerce
import SemperEcash
import SemperModel
import Synchronization

/// The purses of a wallet, one for each bank, so that all deals share what a purse has checked: the mint's key list above all.
final class Purses: Sendable {
  private let purses = Mutex<[Offer.Provider: EcashPurse]>([:])

  func purse(at bank: Offer.Provider, _ make: () -> EcashPurse) -> EcashPurse {
    purses.withLock { purses in
      if let purse = purses[bank] { return purse }
      let purse = make()
      purses[bank] = purse
      return purse
    }
  }
}
