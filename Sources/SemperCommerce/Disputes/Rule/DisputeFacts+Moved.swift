import SemperCryptography
import SemperModel
import SemperTerms

extension DisputeFacts {
  /// What was paid, and what has come back; `nil` where the amounts are of several currencies and make no sum.
  ///
  /// - Parameter currency: of nothing, where nothing was paid.
  func moved(in currency: Currency) -> MovedMoney? {
    let others = collect { fact -> Currency? in
      switch fact {
      case .paid(let money, _), .givenBack(let money, _): money.currency == currency ? nil : money.currency
      default: nil
      }
    }
    guard others.isEmpty else { return nil }
    return MovedMoney(paid: Money(minorUnits: paid, currency), back: Money(minorUnits: givenBack, currency))
  }
}

extension EvidenceBundle {
  /// Whether it is of a deal of many steps, whose offer does not say what is paid in it. Nobody knows without the terms.
  public var isOfCourse: Bool {
    statements(of: .terms).first.flatMap { try? VerifiedStatement<TermsOfBusiness>.content(of: $0) }
      .map { !PlayableTerms.isPurchase($0) } ?? false
  }
}
