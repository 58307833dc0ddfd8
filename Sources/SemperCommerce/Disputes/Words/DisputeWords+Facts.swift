import SemperModel
import SemperTerms
import SemperTrustedUI

extension DisputeWords {
  /// What a statement shows, as one sentence.
  public func fact(_ fact: DisputeFact) -> String {
    switch fact {
    case .agreed(let price): texts.text("fact.agreed", ["price": texts.price(price)])
    case .ordered(let key): texts.text("fact.ordered", ["key": "\(key)"])
    case .paid(let amount, let time): money("fact.paid", amount, time)
    case .givenBack(let amount, let time): money("fact.givenBack", amount, time)
    case .owedBack(let amount, let due): money("fact.owedBack", amount, due)
    case .promised(let side, let item, let due):
      texts.text("fact.promised", ["item": line(item), "side": first(side), "time": texts.moment(due)])
    case .gave(let side, let item, let time, let confirmed):
      texts.text(
        "fact.gave",
        [
          "item": line(item), "side": first(side),
          "when": time.map { texts.text("fact.at", ["time": texts.moment($0)]) } ?? texts.text("fact.undated"),
          "word": texts.text(confirmed ? "fact.confirmed" : "fact.unconfirmed"),
        ])
    case .shipped(let item, let time):
      texts.text("fact.shipped", ["item": line(item), "time": texts.moment(time)])
    case .handedOver(let item, let receiver, let intact, let time, let witness):
      texts.text(
        "fact.\(witness == .carrier ? "handed.\(receiver.rawValue)" : "received").\(intact ? "intact" : "damaged")",
        ["item": line(item), "time": texts.moment(time)])
    case .refused(let item, let time):
      texts.text("fact.refused", ["item": line(item), "time": texts.moment(time)])
    case .returned(let item, let time):
      texts.text("fact.returned", ["item": line(item), "time": texts.moment(time)])
    case .chose(let side, let state, let option, let accepts):
      texts.text(
        accepts ? "fact.accepted" : "fact.chose", ["option": line(option), "side": first(side), "state": line(state)])
    case .contested(let side, let state):
      texts.text("fact.contested", ["side": first(side), "state": line(state)])
    case .undone: texts.text("fact.undone")
    case .fault(let side): texts.text("fact.fault", ["side": first(side)])
    case .contradiction: texts.text("fact.contradiction")
    }
  }

  private func money(_ name: String, _ amount: Money, _ time: Timestamp) -> String {
    texts.text(name, ["amount": texts.price(amount), "time": texts.moment(time)])
  }

  /// Names come from the terms, which somebody else has written.
  private func line(_ name: String) -> String { HumanText.line(name) }

  /// A side that a sentence begins with.
  private func first(_ side: DealSide) -> String { texts.text("party.\(side.rawValue)") }
}
