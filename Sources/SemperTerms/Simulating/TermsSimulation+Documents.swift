import SemperCoding
import SemperModel

extension TermsSimulation {
  /// Takes the documents and the money of a step. Refuses documents against their forms, and changes nothing then.
  mutating func take(_ state: TermsState, _ given: JSON) throws(CodingError) {
    try documents.take(given, for: state.items, under: terms, missing: .sampled)
    for side in DealSide.allCases {
      for item in state.items(from: side) { pay(item, side) }
    }
  }

  /// Of what was paid comes back what a part says, and no more than is left.
  private mutating func pay(_ item: String, _ side: DealSide) {
    let amount = view.amount(of: item)?.value { documents[$0] }?.size ?? 0
    switch terms.form(of: item) {
    case .money:
      payments[side] += Int(amount)
      left[item, default: 0] += amount
    case .refund(let paid, let part):
      let rest = left[paid] ?? 0
      let back = part == nil ? rest : min(rest, amount)
      payments[side] += Int(back)
      left[paid] = rest - back
    case .offer, .order, .contract, .receipt, .document, .data, .credential, .goods, .work, nil: break
    }
  }
}
