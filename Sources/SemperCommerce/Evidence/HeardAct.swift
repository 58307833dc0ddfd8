import SemperCryptography
import SemperModel
import SemperStatements

/// An act of a deal of many steps that was heard and holds.
struct HeardAct: Sendable {
  enum Content: Sendable {
    case order(Order)
    case deed(Deed)
    case choice(Choice)
    case ruling(Ruling)
  }

  let signed: SignedStatement
  let content: Content

  var issued: Timestamp {
    switch content {
    case .order(let order): order.issued
    case .deed(let deed): deed.act.issued
    case .choice(let choice): choice.issued
    case .ruling(let ruling): ruling.issued
    }
  }

  /// The state in which it was done; of an order and a ruling, terms and the acts before say.
  var state: String? {
    switch content {
    case .deed(let deed): deed.act.state
    case .choice(let choice): choice.state
    case .order, .ruling: nil
    }
  }

  /// The act before it.
  var previous: Digest? {
    switch content {
    case .deed(let deed): deed.act.previous
    case .choice(let choice): choice.contract
    case .order(let order): order.offer
    case .ruling: nil
    }
  }

  /// `nil` likewise.
  var turn: Int? {
    switch content {
    case .deed(let deed): deed.act.turn
    case .choice(let choice): choice.turn
    case .order, .ruling: nil
    }
  }
}
