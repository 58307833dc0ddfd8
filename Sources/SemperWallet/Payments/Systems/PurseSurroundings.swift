import SemperCommerce
import SemperEcash
import SemperModel
import SemperPayments

/// What the purses of a wallet are made of: the wallet's keys, archive and lines, and the bank that its owner has chosen.
struct PurseSurroundings: Sendable {
  /// What one payment may come to.
  static let limits = PurseLimits(Money(minorUnits: 1, .euro), Money(minorUnits: 1_000_000_00, .euro))
  /// What one payment with a chip card may come to.
  static let cardLimits = PurseLimits(Money(minorUnits: 1, .euro), Money(minorUnits: 500_00, .euro))

  let around: BuyerDeals.Surroundings
  let bank: Offer.Provider
  /// Its name for people.
  let bankName: String
  /// Where that bank transfers to.
  let banks: ReachedBanks
  /// The coins from this bank, which all deals share.
  let coins: EcashPurse
  /// The keys of deals that take locked money back, and those of arbiters.
  let dealKeys: WalletPurseKeys
  /// The card that was put in, if one was.
  let card: InsertedCard?
  /// The chip card that was put in, if one was.
  let chip: InsertedChip?
}
