public import SemperModel
public import SemperTerms

/// Which terms wallets and shops can keep to between them.
///
/// The deal machine plays all of the language. What is given outside an exchange has to come from somewhere, though: a deal under terms
/// that ask for what is not here yet is refused before it begins, by name of the item that is in the way.
public enum PlayableTerms {
  /// Whether order and contract say all of a deal under such terms, because nothing in its one exchange is open once there is an offer.
  public static func isPurchase(_ terms: TermsOfBusiness) -> Bool {
    terms.states.allSatisfy { obstacle($0.state, terms) == nil }
      && terms.states.count { ExchangeStep($0.state) != nil } == 1
  }

  /// Refuses (`notSupported`) terms that would leave a deal standing.
  public static func check(_ terms: TermsOfBusiness, blame: Blame) throws(Refusal) {
    for state in terms.states.map(\.state) {
      guard case .exchange(let gifts, .strong, _) = state.step else { continue }
      for item in gifts.flatMap(\.items) {
        guard case .credential = terms.form(of: item) else { continue }
        throw Refusal(
          .notSupported, blame: blame,
          "“\(item)” of these terms is a right in a fair exchange, which wallets and shops cannot give; give it in a step of its own"
        )
      }
    }
  }

  private static func obstacle(_ state: TermsState, _ terms: TermsOfBusiness) -> String? {
    if state.repetition != nil { return "repeats" }
    switch state.step {
    case .transfer(let items, let from):
      let forms = items.map { terms.form(of: $0) }
      let isKnown = forms == [.offer] && from == .seller || forms == [.order] && from == .buyer
      return isKnown && !state.receipt ? nil : "transfers something else than an offer or an order"
    case .exchange(let gifts, .none, _):
      return gifts.flatMap(\.items).allSatisfy { terms.form(of: $0) == .contract }
        ? nil : "exchanges without fairness what is no contract"
    case .exchange(let gifts, .strong, _):
      return gifts.flatMap(\.items).allSatisfy { isBound(terms.form(of: $0)) }
        ? nil : "exchanges something else than the content, its price and a receipt"
    case .choose(_, let options): return options.contains { $0.condition != nil } ? "has options with conditions" : nil
    case .branch: return "branches"
    case .dispute: return "holds a dispute"
    case .pause: return "pauses"
    }
  }

  /// The offer's own content and price.
  private static func isBound(_ form: ItemForm?) -> Bool {
    switch form {
    case .data(ItemForm.content), .receipt: true
    case .money(let amount): amount == .field(ItemForm.price)
    case .offer, .order, .contract, .document, .data, .refund, .credential, .goods, .work, nil: false
    }
  }
}
