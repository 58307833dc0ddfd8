import SemperCryptography
import SemperModel
public import SemperTerms
public import SemperTrustedUI

/// Disputes in the words of people: what is claimed, how a case stands and what is due next, what the evidence shows, and what was ruled why.
/// Parties, whoever judges, and a court read the same words.
public struct DisputeWords: Sendable {
  static let wording = Wording(of: .module)

  public let texts: Texts

  public init(_ language: Language) { texts = Self.wording[language] }

  public func kind(_ kind: ClaimKind) -> String { texts.text("kind.\(kind.rawValue)") }
  public func stage(_ stage: DisputeStage) -> String { texts.text("stage.\(stage.rawValue)") }
  /// The stage of a claim that the arbiter has not got yet.
  public var sent: String { texts.text("stage.sent") }
  public func question(_ question: DisputeQuestion) -> String { texts.text("question.\(question.rawValue)") }
  public func reason(_ reason: DisputeReason) -> String { texts.text("reason.\(reason.rawValue)") }
  public func basis(_ basis: Ruling.Basis) -> String { texts.text("basis.\(basis.rawValue)") }
  public func side(_ side: DealSide) -> String { texts.text("side.\(side.rawValue)") }

  /// What was paid in a deal of many steps so far.
  public func moved(_ money: MovedMoney) -> String {
    texts.text("money.moved", ["back": texts.price(money.back), "paid": texts.price(money.paid)])
  }

  /// - Parameter stance: `nil` where the other side has said nothing.
  public func stance(_ stance: ClaimStance?) -> String {
    switch stance {
    case .admits: texts.text("stance.admits")
    case .admitsOnly(let amount): texts.text("stance.part", ["amount": texts.price(amount)])
    case .contests: texts.text("stance.contests")
    case nil: texts.text("stance.none")
    }
  }

  public func remedy(_ remedy: Remedy) -> String {
    switch remedy {
    case .nothing: texts.text("remedy.nothing")
    case .pays(let amount, let side):
      texts.text("remedy.pays", ["amount": texts.price(amount), "side": self.side(side)])
    }
  }

  /// What is due next in a case, and from whom.
  public func due(_ news: DisputeNews) -> String {
    switch news.stage {
    case .hearing:
      return news.answer == nil
        ? texts.text("due.answer", ["time": texts.moment(news.hearUntil)]) : texts.text("due.rule")
    case .judging: return texts.text("due.judgement")
    case .appealable:
      let until = news.ruling?.journalled(as: Ruling.self).appealableUntil ?? news.hearUntil
      return texts.text("due.appeal", ["time": texts.moment(until)])
    case .appealed: return texts.text("due.last")
    case .final:
      let remedy = news.final?.journalled(as: Ruling.self).remedy ?? .nothing
      return texts.text(remedy == .nothing ? "due.nothing" : "due.bank")
    case .enforced: return texts.text("due.done")
    }
  }
}
