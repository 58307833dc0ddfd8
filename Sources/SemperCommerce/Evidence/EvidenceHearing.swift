import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperTerms

/// Goes through a bundle from its root and remembers what holds. A statement that refers to one which is missing or does
/// not hold does not hold either, so a good bundle is one connected graph under its terms.
struct EvidenceHearing: Sendable {
  let bundle: EvidenceBundle
  let keys: KeySet
  var findings: [EvidenceFinding] = []

  var terms: VerifiedStatement<TermsOfBusiness>?
  var offer: VerifiedStatement<Offer>?
  var order: VerifiedStatement<Order>?
  var agreement: Agreement?
  /// With both signatures; a draft is heard but concludes nothing.
  var contract: VerifiedStatement<Contract>?
  /// What both have agreed to exchange: by the contract of a purchase, or in one turn of a deal of many steps.
  var exchange: HeardExchange?
  var verifier: ExchangeVerifier?
  var firsts: [VerifiedStatement<CommitOriginator>] = []
  var seconds: [VerifiedStatement<CommitResponder>] = []
  var receipts: [VerifiedStatement<LockReceipt>] = []
  var third: VerifiedStatement<OpenOriginator>?
  var fourth: VerifiedStatement<OpenResponder>?
  var complaint: VerifiedStatement<Complaint>?
  var decisions: [VerifiedStatement<ArbiterDecision>] = []
  var settlements: [VerifiedStatement<SettlementProposal>] = []
  var outcomes: [VerifiedStatement<LockOutcome>] = []
  var choice: VerifiedStatement<Choice>?
  /// Of a deal of many steps: its acts, and a hearing for each of its exchanges.
  var acts: [HeardAct] = []
  var exchanges: [EvidenceHearing] = []
  /// What carriers say of the goods of the deal.
  var carriages: [HeardCarriage] = []
  /// The statements that this hearing goes through.
  private let statements: [SignedStatement]

  init(_ bundle: EvidenceBundle) {
    self.bundle = bundle
    keys = KeySet(bundle.keys)
    statements = bundle.statements
  }

  /// A hearing of one of the exchanges of a deal whose agreement was heard.
  init(
    of exchange: HeardExchange, _ verifier: ExchangeVerifier, in deal: EvidenceHearing, _ statements: [SignedStatement]
  ) {
    bundle = deal.bundle
    keys = deal.keys
    (terms, offer, order) = (deal.terms, deal.offer, deal.order)
    self.exchange = exchange
    self.verifier = verifier
    self.statements = statements
  }

  /// Hears all that a bundle holds.
  static func whole(_ bundle: EvidenceBundle) -> EvidenceHearing {
    var hearing = EvidenceHearing(bundle)
    hearing.hearAgreement()
    if hearing.isCourse {
      hearing.hearActs()
    } else {
      hearing.hearExchange()
      hearing.hearArbiter()
      hearing.hearEndings()
    }
    hearing.hearCarriages()
    return hearing
  }

  /// What a statement that holds says.
  struct Testimony {
    let says: String
    var time: Timestamp?
    var terms: Digest?
  }

  /// Hears all statements of one kind. What `examine` throws is the fault of the link.
  mutating func hear(
    _ kind: StatementKind, _ examine: (inout EvidenceHearing, SignedStatement) throws(Refusal) -> Testimony
  ) {
    for statement in statements where statement.kind == kind { hear(statement, at: nil, examine) }
  }

  mutating func hear(
    _ statement: SignedStatement, at path: String?,
    _ examine: (inout EvidenceHearing, SignedStatement) throws(Refusal) -> Testimony
  ) {
    do throws(Refusal) {
      let testimony = try examine(&self, statement)
      findings.append(
        EvidenceFinding(
          statement: statement, path: path, says: testimony.says, time: testimony.time, terms: testimony.terms,
          fault: nil))
    } catch {
      findings.append(
        EvidenceFinding(
          statement: statement, path: path, says: "does not hold", time: nil, terms: nil, fault: error))
    }
  }

  /// Hears the statements that commitments lock.
  mutating func hearItems() {
    for statement in statements { hearItems(of: statement) }
  }

  /// What another statement refers to, which must have been heard and must hold.
  func required<Value>(_ value: Value?, _ what: String) throws(Refusal) -> Value {
    guard let value else {
      throw Refusal(.notFound, blame: .undetermined, "it refers to \(what), which is not here or does not hold")
    }
    return value
  }

  func require(_ condition: Bool, _ otherwise: String) throws(Refusal) {
    guard condition else { throw Refusal(.outsideTerms, blame: .undetermined, otherwise) }
  }

  func verified<Content: StatementContent>(
    _ statement: SignedStatement, as type: Content.Type = Content.self
  ) throws(Refusal) -> VerifiedStatement<Content> {
    try VerifiedStatement<Content>(verifying: statement, keys: keys)
  }
}
