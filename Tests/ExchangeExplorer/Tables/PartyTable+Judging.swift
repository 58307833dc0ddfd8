import SemperCoding
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments

extension PartyTable {
  /// A question to a judge.
  struct Judgement: Hashable {
    let state: Int
    let abort: SignedStatement
  }

  /// Whether a judge finds that everything counts that the peer has signed, by the party's journal and an abort that somebody shows.
  func counts(in state: Int, despite abort: SignedStatement) -> Bool {
    let question = Judgement(state: state, abort: abort)
    if let known = judgements[question] { return known }
    let found = (try? judge(question)) ?? false
    judgements[question] = found
    return found
  }

  private func judge(_ question: Judgement) throws -> Bool {
    let side = stage.side(role)
    let events = try journals[question.state].dropFirst().map { try ExchangeEvent(canonicalBytes: $0.bytes) }
    let own = try ExchangeBundle(side, events: events, roles: [])
    let isThere = own.statements.contains(question.abort)
    let bundle = try ExchangeBundle(
      terms: own.terms, items: own.items, roles: [], statements: own.statements + (isThere ? [] : [question.abort]))
    let report = ExchangeJudge.judge(
      bundle, arbiters: [stage.cast.arbiter.thumbprint], ledgers: Set(side.terms.body.ledgers.map(\.thumbprint)))
    return side.items(of: role.peer).filter(\.isConditional).allSatisfy {
      report.proves(.counts, for: role, $0.path)
    }
  }
}
