public import SemperCryptography
public import SemperModel
import SemperPayments

/// What a statement is as a token of non-repudiation, in the words of ISO/IEC 13888: which event it speaks of, who cannot
/// deny it afterwards, and to whose advantage.
///
/// Classifying verifies nothing. A token counts once its statement has been verified, together with the statements that
/// it `needs`.
public struct NonRepudiationToken: Hashable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// Of origin: the signer cannot deny that the message is his.
    case origin = "NRO"
    /// Of delivery: the recipient cannot deny that it has the message.
    case delivery = "NRD"
    /// Of submission: the delivery authority cannot deny that it was given the message for the recipient.
    case submission = "NRS"
    /// Of transport: the delivery authority cannot deny that it has brought the message to the recipient.
    case transport = "NRT"
  }

  /// To whose advantage it is.
  public enum Beneficiary: String, Sendable { case sender, recipient, both }

  public let kind: Kind
  public let statement: Digest
  public let beneficiary: Beneficiary
  /// Who vouches: the party itself, or a third party for it.
  public let isByThirdParty: Bool
  /// What it proves, for people.
  public let proves: String
  /// Which other statements it proves nothing without.
  public let needs: [StatementKind]
  /// What certified mail calls it: an exchange of a message (originator) for its receipt (responder).
  public let registeredDelivery: RegisteredDeliveryEvent?

  /// `nil` for a statement that is no token of a transfer or exchange.
  public init?(of signed: SignedStatement) {
    if signed.kind == .decision {
      guard let decision = try? VerifiedStatement<ArbiterDecision>.content(of: signed) else { return nil }
      self.init(decision, signed.digest)
      return
    }
    guard let line = Self.lines[signed.kind] else { return nil }
    self.init(line, signed.digest, isByThirdParty: line.isByThirdParty)
  }

  private struct Line {
    let kind: Kind
    let beneficiary: Beneficiary
    var isByThirdParty = false
    let proves: String
    var needs: [StatementKind] = []
    var event: RegisteredDeliveryEvent?
  }

  private init(_ line: Line, _ statement: Digest, isByThirdParty: Bool) {
    kind = line.kind
    self.statement = statement
    beneficiary = line.beneficiary
    self.isByThirdParty = isByThirdParty
    proves = line.proves
    needs = line.needs
    registeredDelivery = line.event
  }

  private static let commits: [StatementKind] = [.commitOriginator, .commitResponder]

  private static let lines: [StatementKind: Line] = [
    .transfer: Line(kind: .origin, beneficiary: .recipient, proves: "the sender has sent this package"),
    .transferReceipt: Line(
      kind: .delivery, beneficiary: .sender, proves: "the recipient has this package", needs: [.transfer]),
    .transferSubmission: Line(
      kind: .submission, beneficiary: .sender, isByThirdParty: true,
      proves: "the agent was given this package for the recipient; not that it arrived", needs: [.transfer],
      event: .submissionAcceptance),
    .transferTransport: Line(
      kind: .transport, beneficiary: .sender, isByThirdParty: true,
      proves: "the agent has handed this package to the recipient's side; not that anybody has read it",
      needs: [.transfer], event: .contentConsignment),
    .commitOriginator: Line(
      kind: .origin, beneficiary: .recipient,
      proves: "the originator has offered its items under these terms; no item is out yet"),
    .commitResponder: Line(
      kind: .origin, beneficiary: .sender, proves: "the responder has answered with its items under these terms",
      needs: [.commitOriginator]),
    .openOriginator: Line(
      kind: .origin, beneficiary: .recipient, proves: "the originator has opened its items", needs: commits),
    .openResponder: Line(
      kind: .delivery, beneficiary: .sender,
      proves: "the responder has the originator's items and has opened its own", needs: commits,
      event: .contentHandover),
  ]

  private init(_ decision: ArbiterDecision, _ statement: Digest) {
    let line =
      switch decision.verdict {
      case .pending, .disclosed:
        Line(
          kind: .submission, beneficiary: .both,
          proves: "the arbiter was given the exchange and decides when the window ends", needs: Self.commits,
          event: .submissionAcceptance)
      case .resolved:
        Line(
          kind: .delivery, beneficiary: .both, proves: "equals the missing opening of either side", needs: Self.commits,
          event: .contentConsignment)
      case .aborted:
        Line(
          kind: .submission, beneficiary: .both,
          proves: "the exchange will never be resolved; not that no agreement exists",
          event: decision.cause == .closed ? .acceptanceRejectionExpiry : .submissionRejection)
      case .failed:
        Line(
          kind: .submission, beneficiary: .both, proves: "the responder's items were bad", needs: Self.commits,
          event: .contentConsignmentFailure)
      }
    self.init(line, statement, isByThirdParty: true)
  }
}
