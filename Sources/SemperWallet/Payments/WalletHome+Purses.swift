public import SemperCommerce
import SemperModel
import SemperPayments
import SemperTerms

extension WalletHome {
  /// With what this wallet can pay, how fair a purchase is with each, and what is there.
  public func ownedPurses() async throws -> [OwnedPurse] {
    var shown: [OwnedPurse] = []
    for purse in payments.manager.purses {
      // What a purse counts and what its bank says are two things; not every purse has both, and not every bank answers at any time.
      let held = try? await payments.manager.balance(of: purse.id).available
      let atBank = try? await payments.manager.balanceAtBank(of: purse.id).available
      shown.append(
        OwnedPurse(
          purse, level: try TermsOfBusiness.usualLevel(paying: purse.properties), atBank: atBank, held: held))
    }
    return shown
  }
}
