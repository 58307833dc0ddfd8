public import SemperModel

extension StatusWord {
  /// A card's no as a refusal: what it means and what to do next.
  public func refusal(by blame: Blame = .us) -> Refusal {
    switch self {
    case .insufficient: Refusal(.insufficientFunds, blame: blame, "the purse holds too little; load it first")
    case .aboveMaximum: Refusal(.limitExceeded, blame: blame, "the purse would hold more than it may; load less")
    case .expired: Refusal(.expired, blame: blame, "the purse has expired; unload it and ask the provider for another")
    case .pinRequired: Refusal(.userDeclined, blame: .us, "the purse wants its PIN for this")
    case .pinBlocked: Refusal(.userDeclined, blame: .us, "the PIN is blocked; ask the purse's provider")
    case .wrongSeal: Refusal(.badSignature, blame: blame, "a seal is wrong: the other card or host is not genuine")
    case .cardBlocked: Refusal(.untrusted, blame: .peer, "the purse is on the block list; ask its provider")
    case .counterExhausted:
      Refusal(.limitExceeded, blame: blame, "the purse has made all its transactions; unload it and get another")
    case .noMemory: Refusal(.overloaded, blame: blame, "the module is full; collect first")
    case .keyUnavailable: Refusal(.unavailable, blame: blame, "the module's key store does not answer; try again")
    case .recordNotFound: Refusal(.notFound, blame: blame, "the card does not remember this")
    case .outOfOrder: Refusal(.outsideTerms, blame: blame, "the card does not allow this step now")
    default:
      if let tries = triesLeft {
        Refusal(.userDeclined, blame: .us, "the PIN is wrong; \(tries) tries are left")
      } else {
        Refusal(.malformed, blame: blame, "the card answered \(self)")
      }
    }
  }
}
