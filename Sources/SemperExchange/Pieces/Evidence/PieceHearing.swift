import SemperCryptography
import SemperModel
import SemperStatements

/// The course of a judgement of pieces: link by link, then what they come to.
struct PieceHearing {
  private let bundle: PieceBundle
  private var links: [ExchangeReport.Link] = []
  private var commitments: [ExchangeRole: VerifiedStatement<CommitPieces>] = [:]
  private var openings: [ExchangeRole: [Int: ItemOpening]] = [.originator: [:], .responder: [:]]
  private var ends: [ExchangeRole: EndPieces] = [:]
  private var bad: [ExchangeRole: Int] = [:]
  private var convicted: Set<ExchangeRole> = []

  init(_ bundle: PieceBundle) { self.bundle = bundle }

  mutating func hear() {
    let verifier: PieceVerifier
    do {
      verifier = try PieceVerifier(terms: bundle.terms, items: bundle.items)
      note("agreement", "both sides give \(verifier.count) pieces in turn, the originator first")
    } catch {
      return note("agreement", "both sides give piece for piece", error)
    }
    for role in ExchangeRole.allCases { hearCommitments(of: role, verifier) }
    for signed in bundle.statements where signed.kind != .commitPieces { hear(signed, verifier) }
    for proof in bundle.proofs { hear(proof) }
  }

  private mutating func hearCommitments(of role: ExchangeRole, _ verifier: PieceVerifier) {
    for signed in bundle.statements where signed.kind == .commitPieces && author(of: signed) == role {
      let says = "the \(role.rawValue) has sealed its pieces"
      do throws(Refusal) {
        // A responder is held to whatever originator's commitment it has answered that is here.
        let first = role == .originator ? nil : commitments[.originator]?.digest
        let found = try verifier.commitment(signed, of: role, answering: first)
        if commitments[role] == nil { commitments[role] = found } else { convicted.insert(role) }
        note(signed.kind.rawValue, says)
      } catch { note(signed.kind.rawValue, says, error) }
    }
  }

  /// Whose commitment it says it is; anybody's who is no party counts as the responder's, and is refused as such.
  private func author(of signed: SignedStatement) -> ExchangeRole {
    signed.signers == [bundle.terms.thumbprint(of: .originator)] ? .originator : .responder
  }

  private mutating func hear(_ signed: SignedStatement, _ verifier: PieceVerifier) {
    let role = author(of: signed)
    let name = signed.kind.rawValue
    do throws(Refusal) {
      guard let first = commitments[.originator], let second = commitments[.responder] else {
        throw Refusal(.notFound, blame: .undetermined, "the commitments that it belongs to are missing")
      }
      let commits = [first.digest, second.digest]
      if signed.kind == .openPiece {
        let piece = try verifier.piece(signed, of: role, commits: commits).content
        openings[role, default: [:]][piece.number] = piece.opening
        note(name, "the \(role.rawValue) gives piece \(piece.number)")
      } else {
        let end = try verifier.end(signed, of: role, commits: commits).content
        ends[role] = end
        note(name, "the \(role.rawValue) ends (\(end.reason.rawValue)) and has \(end.holds) pieces")
      }
    } catch { note(name, "the \(role.rawValue) speaks of its pieces", error) }
  }

  private mutating func hear(_ proof: PieceProof) {
    let says = "piece \(proof.number) of the \(proof.giver.rawValue) is not what was described"
    guard let opening = openings[proof.giver]?[proof.number],
      let locked = commitments[proof.giver]?.content.locked[proof.number - 1].ciphertext,
      let content = described(proof)?.description.content,
      proof.proof.holds(opening: opening, exchange: bundle.terms.id, content: content, locked: locked)
    else {
      return note("proof", says, Refusal(.proofInvalid, blame: .undetermined, "the proof does not show that"))
    }
    bad[proof.giver] = min(bad[proof.giver] ?? proof.number, proof.number)
    convicted.insert(proof.giver)
    note("proof", says)
  }

  private func described(_ proof: PieceProof) -> DescribedItem? {
    let count = bundle.terms.body.originatorItems.count
    let items = proof.giver == .originator ? bundle.items.prefix(count) : bundle.items.dropFirst(count)
    return items.dropFirst(proof.number - 1).first
  }

  private mutating func note(_ name: String, _ says: String, _ fault: Refusal? = nil) {
    links.append(ExchangeReport.Link(name: name, says: says, fault: fault))
  }

  // MARK: What it comes to

  var report: PieceReport {
    let isWhole = links.allSatisfy { $0.fault == nil }
    let (confirmed, given) = isWhole ? (confirmed, given) : ([:], [:])
    let (first, second) = (given[.originator] ?? 0, given[.responder] ?? 0)
    let pieces = bundle.terms.body.originatorItems.count
    let owes: ExchangeRole? = first > second ? .responder : second > first ? .originator : nil
    let isComplete = first == pieces && second == pieces
    let hasBegun = isWhole && commitments.count == 2
    return PieceReport(
      exchange: bundle.terms.id, links: links, pieces: pieces, given: given, confirmed: confirmed,
      convicted: isWhole ? convicted : [],
      stopped: isComplete || !hasBegun ? nil : stopper(owes), owes: owes)
  }

  /// By how much each side's own signatures say that it has the other's pieces.
  private var confirmed: [ExchangeRole: Int] {
    let byResponder = max(openings[.responder]?.keys.max() ?? 0, ends[.responder]?.holds ?? 0)
    let byOriginator = max((openings[.originator]?.keys.max() ?? 1) - 1, ends[.originator]?.holds ?? 0)
    return [.originator: byResponder, .responder: byOriginator]
  }

  private var given: [ExchangeRole: Int] {
    var given: [ExchangeRole: Int] = [:]
    for role in ExchangeRole.allCases {
      let shown = (1...).prefix { openings[role]?[$0] != nil }.count
      given[role] = min(max(shown, confirmed[role] ?? 0), (bad[role] ?? .max) - 1)
    }
    return given
  }

  /// Who did not go on, as far as anybody can tell who was not there: who owes a piece, gave a bad one, said that it stops, or
  /// else the originator, whose turn it was. Who has signed that it waited in vain is not blamed for the same piece:
  /// whether the other's ever arrived nobody can tell.
  private func stopper(_ owes: ExchangeRole?) -> ExchangeRole? {
    func waited(_ role: ExchangeRole) -> Bool { ends[role]?.reason == .waited }
    if let owes, !waited(owes) { return owes }
    if convicted.count == 1, let cheat = convicted.first { return cheat }
    let quitters = ExchangeRole.allCases.filter { ends[$0]?.reason == .stopped }
    if quitters.count == 1 { return quitters[0] }
    return owes != nil || waited(.originator) ? nil : .originator
  }
}
