import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperStatements

/// Everything that can be said in an exchange: what honest parties have sent, which anybody may repeat to anybody, and
/// all that a malicious party can derive from what it knows. Grows with the facts.
final class Grammar {
  let bouts: [Bout]
  let facts: Facts
  private var understood = 0

  init(_ bouts: [Bout], _ facts: Facts) {
    self.bouts = bouts
    self.facts = facts
  }

  /// What a malicious party can say without having heard anything.
  func begin() async throws {
    for bout in bouts {
      guard let cheat = bout.stage.setting.cheat else { continue }
      if bout.stage.setting.weather.broken.contains(.responderAborts) {
        let abort = try bout.stage.sign(.abort, as: .originator)
        call(abort, needs: 0, in: bout, by: .originator, "an abort that the responder wants")
      }
      for kind in cheat.role == .originator ? [ExchangeMessage.abort, .query, .accept] : [.query, .accept] {
        let statement = try bout.stage.sign(kind, as: cheat.role)
        call(statement, needs: 0, in: bout, "a bare call")
        if kind == .accept { tell(statement, 0, bout, "an acceptance") }
      }
      for deviation in cheat.deviations { try offerLocks(deviation, cheat.role, bout) }
      if bout.stage.setting.settles { try beginToSettle(bout, cheat.role) }
      if cheat.role == .originator {
        for deviation in cheat.deviations where deviation != .transplantedEscrow {
          try await commit(deviation, answering: nil, transplant: nil, needs: 0, bout)
        }
      }
    }
  }

  /// Draws the conclusions from facts that have become possible.
  func grow() async throws {
    while understood < facts.count {
      let placed = facts[understood]
      let bit: FactSet = 1 << FactSet(understood)
      understood += 1
      let bout = bouts[placed.bout]
      switch placed.fact {
      case .sent(let statement): try await hear(statement, bit, bout)
      case .secret(let role): try learn(secretOf: role, bit, bout)
      case .decided(let decision): for bout in bouts { deal(with: decision, bit, bout) }
      case .receipt: break
      }
    }
  }

  /// A letter of one exchange can be brought to the honest party of each, which is the same.
  func tell(_ statement: SignedStatement, _ needs: FactSet, _ bout: Bout, _ words: String) {
    for other in bouts {
      let place = other.number == bout.number ? "" : " of the other exchange"
      other.letters.append(Letter(statement: statement, needs: needs, words: words + place))
    }
  }

  // MARK: Statements of honest parties

  private func hear(_ statement: SignedStatement, _ bit: FactSet, _ bout: Bout) async throws {
    switch statement.kind {
    case .commitOriginator, .commitResponder, .openOriginator, .openResponder:
      tell(statement, bit, bout, statement.words)
      guard let cheat = bout.stage.setting.cheat else { return }
      try await transplant(statement, bit, from: bout)
      switch (statement.kind, cheat.role) {
      case (.commitOriginator, .responder): try await answer(statement, bit, bout)
      case (.commitResponder, .originator): try await goOn(after: statement, bit, bout)
      default: break
      }
    case .abort: call(statement, needs: bit, in: bout, by: .originator, "a call that was on its way")
    case .resolve, .complain, .accept, .query:
      if statement.kind == .accept { acceptance(statement, bit, bout) }
      let signer = statement.signers.first
      let role: ExchangeRole = signer == bout.stage.terms.thumbprint(of: .originator) ? .originator : .responder
      call(statement, needs: bit, in: bout, by: role, "a call that was on its way")
    case .settlementProposal, .settlementConsent: try settle(statement, bit, bout)
    default: break
    }
  }

  /// To the ledger an acceptance gives the peer its bond back.
  private func acceptance(_ statement: SignedStatement, _ bit: FactSet, _ bout: Bout) {
    tell(statement, bit, bout, "the acceptance")
    for bout in bouts where bout.stage.setting.cheat?.role == .responder {
      for slot in bout.ledger.slots.indices where bout.ledger.slots[slot].isBond {
        deal(.refund(statement), slot, bit, bout, "takes its bond back with an acceptance")
      }
    }
  }

  // MARK: A malicious party's commitments

  /// The locks that a commitment needs.
  private func offerLocks(_ deviation: Deviation, _ role: ExchangeRole, _ bout: Bout) throws {
    for holding in try bout.stage.holdings(of: role, deviation).compactMap(\.self) {
      let slot = bout.ledger.slot(holding)
      let gives = facts.bit(.receipt(slot), of: bout.number)
      let call = bout.ledger.number(of: LedgerTable.Call(slot: slot, request: .lock))
      if bout.dealings.contains(where: { $0.call == call }) { continue }
      bout.dealings.append(
        Dealing(call: call, needs: 0, gives: gives, words: "locks \(holding.path) (\(deviation.rawValue))"))
      if deviation.keepsPromise {
        bout.payingSlots[role.peer, default: [:]][holding.path, default: []].append(slot)
      }
    }
  }

  private func commit(
    _ deviation: Deviation, answering first: SignedStatement?, transplant: ByteString?, needs: FactSet, _ bout: Bout
  ) async throws {
    guard let role = bout.stage.setting.cheat?.role else { return }
    var needs = needs
    var receipts = [SignedStatement]()
    for holding in try bout.stage.holdings(of: role, deviation).compactMap(\.self) {
      let slot = bout.ledger.slot(holding)
      receipts.append(try await bout.ledger.receipt(slot))
      needs |= facts.bit(.receipt(slot), of: bout.number)
    }
    let commitment = try await bout.stage.commitment(
      of: role, deviation, receipts: receipts, transplant: transplant)
    let message = try bout.stage.commit(commitment, answering: first?.digest, as: role)
    tell(message, needs, bout, message.words + " (\(deviation.rawValue))")
    if let first { try goOn(first, message, needs, bout) }
  }

  /// A malicious party passes the sealed secret of an honest one off as its own in the other exchange.
  private func transplant(_ statement: SignedStatement, _ bit: FactSet, from bout: Bout) async throws {
    let escrow: ByteString? =
      switch statement.kind {
      case .commitOriginator: statement.journalled(as: CommitOriginator.self).commitment.escrow
      case .commitResponder: statement.journalled(as: CommitResponder.self).commitment.escrow
      default: nil
      }
    guard let escrow else { return }
    for other in bouts where other.number != bout.number {
      guard let cheat = other.stage.setting.cheat, cheat.deviations.contains(.transplantedEscrow) else { continue }
      switch cheat.role {
      case .originator:
        try await commit(.transplantedEscrow, answering: nil, transplant: escrow, needs: bit, other)
      case .responder:
        for first in other.letters
        where first.statement.kind == .commitOriginator
          && first.statement.signers.first == other.stage.terms.thumbprint(of: .originator)
          && first.statement.journalled(as: CommitOriginator.self).exchange == other.stage.terms.id
        {
          try await commit(
            .transplantedEscrow, answering: first.statement, transplant: escrow, needs: first.needs | bit, other)
        }
      }
    }
  }

  /// A malicious responder's M2 and everything after it.
  private func answer(_ first: SignedStatement, _ bit: FactSet, _ bout: Bout) async throws {
    let escrow = first.journalled(as: CommitOriginator.self).commitment.escrow
    for deviation in bout.stage.setting.cheat?.deviations ?? [] {
      try await commit(deviation, answering: first, transplant: escrow, needs: bit, bout)
    }
  }

  /// A malicious originator has got M2.
  private func goOn(after second: SignedStatement, _ bit: FactSet, _ bout: Bout) async throws {
    let content = second.journalled(as: CommitResponder.self)
    for first in bout.letters where first.statement.kind == .commitOriginator {
      try goOn(first.statement, second, first.needs | bit, bout)
    }
    if bout.stage.setting.cheat?.deviations.contains(.transplantedEscrow) == true {
      try await commit(
        .transplantedEscrow, answering: nil, transplant: content.commitment.escrow, needs: bit, bout)
    }
  }

  /// Openings and calls to resolve, with the right secret and with a wrong one.
  private func goOn(_ first: SignedStatement, _ second: SignedStatement, _ needs: FactSet, _ bout: Bout) throws {
    let stage = bout.stage
    guard let role = stage.setting.cheat?.role else { return }
    let record = stage.record(first, second)
    for (secret, words) in [(stage.secret(role), ""), (stage.wrongSecret, " with a wrong secret")] {
      let opening = try stage.open(record.commits, with: secret, as: role)
      tell(opening, needs, bout, opening.words + words)
      call(try stage.resolve(record, with: secret, as: role), needs: needs, in: bout, "a call to resolve" + words)
    }
  }

  private func call(
    _ statement: SignedStatement, needs: FactSet, in bout: Bout, by role: ExchangeRole? = nil, _ words: String
  ) {
    guard bout.stage.setting.weather.hasArbiter, let role = role ?? bout.stage.setting.cheat?.role else { return }
    let number = bout.arbiter.number(of: statement, by: role)
    bout.calls.append(
      ArbiterCallInFlight(
        call: number, needs: needs, words: "\(words) (\(statement.kind.rawValue), \(role.rawValue))"))
  }

  // MARK: What secrets and decisions are good for

  private func learn(secretOf role: ExchangeRole, _ bit: FactSet, _ bout: Bout) throws {
    for slot in bout.ownSlots[role] ?? [] {
      let opening = bout.stage.secret(role).opening(for: bout.ledger.slots[slot].path)
      deal(.claim(opening), slot, bit, bout, "claims the peer's lock with its opening")
    }
    try complain(against: role, bit, bout)
  }

  /// A malicious party accuses its honest peer.
  private func complain(against accused: ExchangeRole, _ bit: FactSet, _ bout: Bout) throws {
    let stage = bout.stage
    let firsts = bout.letters.filter { $0.statement.kind == .commitOriginator }
    let seconds = bout.letters.filter { $0.statement.kind == .commitResponder }
    for (first, second) in firsts.flatMap({ first in seconds.map { (first, $0) } }) {
      for item in Notes.locked(accused == .originator ? first.statement : second.statement) {
        guard let locked = item.ciphertext else { continue }
        for secret in [stage.secret(accused), stage.wrongSecret] {
          let accusation = try stage.sign(
            .complain(
              stage.record(first.statement, second.statement), secret: secret, path: item.path,
              try stage.goods.allegation(locked)), as: accused.peer)
          call(accusation, needs: first.needs | second.needs | bit, in: bout, "an unfounded complaint")
        }
      }
    }
  }

  private func deal(with decision: SignedStatement, _ bit: FactSet, _ bout: Bout) {
    guard let role = bout.stage.setting.cheat?.role else { return }
    let verdict = decision.journalled(as: ArbiterDecision.self).verdict.rawValue
    for slot in bout.ledger.slots.indices {
      let isOwn = !(bout.ownSlots[role.peer] ?? []).contains(slot)
      deal(
        isOwn ? .refund(decision) : .claimByDecision(decision), slot, bit, bout,
        (isOwn ? "takes its own lock back" : "claims the peer's lock") + " with the decision “\(verdict)”")
    }
  }

  func deal(
    _ request: LedgerTable.Request, _ slot: Int, _ bit: FactSet, _ bout: Bout,
    at standing: (slot: Int, LedgerTable.Standing)? = nil, _ words: String
  ) {
    let call = bout.ledger.number(of: LedgerTable.Call(slot: slot, request: request))
    bout.dealings.append(Dealing(call: call, needs: bit, standing: standing, gives: 0, words: words))
  }
}

extension SignedStatement {
  var words: String {
    switch kind {
    case .commitOriginator: "M1"
    case .commitResponder: "M2"
    case .openOriginator: "M3"
    case .openResponder: "M4"
    default: kind.rawValue
    }
  }
}
