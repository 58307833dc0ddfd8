public import SemperCryptography
import SemperExchange
public import SemperModel
public import SemperTerms

// A deal that has come to a state in which an arbiter hears both.
extension DealRecord {
  /// What either side may claim in the present state, as the terms have it; `nil` where nobody is heard.
  public var claims: [ClaimKind]? {
    guard let course, case .dispute(let claims)? = terms.state(course.position)?.step else { return nil }
    return claims
  }

  /// The ruling that ends the present hearing.
  ///
  /// Refuses (`wrongSigner`) what is not the deal's arbiter's, (`outsideTerms`) a ruling on another deal or one that can still be appealed
  /// against, (`tooLate`) one that was made before or after the hearing.
  public func heard(_ signed: SignedStatement, until: Timestamp) throws(Refusal) -> Ruling {
    let ruling = try VerifiedStatement<Ruling>(verifying: signed, keys: KeySet([offer.arbiter.key])).content
    guard ruling.arbiter == offer.arbiter.key.thumbprint else {
      throw Refusal(.wrongSigner, blame: .provider, "the ruling is not by the arbiter that the offer names")
    }
    guard claims != nil, ruling.deal == opening.deal, ruling.isFinal else {
      throw Refusal(.outsideTerms, blame: .provider, "it is no final ruling on this deal")
    }
    guard let course, course.begun <= ruling.issued, ruling.issued <= until else {
      throw Refusal(.tooLate, blame: .provider, "the ruling was not made while this hearing lasted")
    }
    return ruling
  }
}
