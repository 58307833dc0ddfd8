import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments
import SemperStatements
import SemperTesting
import Testing

@testable import SemperExchange

/// What the statements of an exchange really say is compared with what was expected of them.
@Suite struct OpenedItemTests {
  private let trade: Trade

  init() throws { trade = try Trade() }

  private func locked<Content: StatementContent>(
    _ kind: Content.Type, in commit: SignedStatement, signedBy key: SigningKey
  ) throws -> VerifiedStatement<Content>? {
    let commitment =
      commit.kind == .commitOriginator
      ? commit.journalled(as: CommitOriginator.self).commitment : commit.journalled(as: CommitResponder.self).commitment
    for item in commitment.locked {
      switch item.form {
      case .statement(let signed), .lock(let signed):
        if signed.kind == Content.kind {
          return try VerifiedStatement(verifying: signed, keys: KeySet([key.publicKey]))
        }
      default: continue
      }
    }
    return nil
  }

  @Test func aLockReceiptIsThePaymentThatWasExpected() throws {
    let receipt = try #require(try locked(LockReceipt.self, in: trade.second, signedBy: trade.bank))
    let found = try ItemParticulars(receipt, brand: Wares.name("ecash"))
    let promised = try #require(trade.items.last).description
    try ItemExpectation(exactly: promised).check(found, as: .opened)
    let dearer = PaymentExpectation(amount: try AmountBound(least: Wares.euro(501), most: nil))
    let refusal = #expect(throws: Refusal.self) { try ItemExpectation(.payment(dearer)).check(found, as: .opened) }
    #expect(refusal?.blame == .peer && refusal?.detail.hasPrefix("amount") == true)
  }

  @Test func aStatementIsTheDocumentThatWasExpected() throws {
    let statement = try #require(
      try locked(ConditionalStatement.self, in: trade.first, signedBy: trade.originator))
    let found = try ItemParticulars(statement, document: "a receipt", kind: Wares.name("receipt"))
    let expected = DocumentExpectation(
      documents: .only("a receipt".documentDigest), kinds: .only(Wares.name("receipt")),
      signers: .only(trade.originator.thumbprint))
    try ItemExpectation(.statement(expected)).check(found, as: .opened)
    #expect(throws: Refusal.self) {
      try ItemParticulars(statement, document: "another", kind: Wares.name("receipt"))
    }
  }

  @Test func contentIsTheContentThatWasExpected() throws {
    let content = try Wares.content(0, length: 1000, type: "text/plain")
    let found = ItemParticulars(of: content)
    try ItemExpectation(exactly: .data(content.summary)).check(found, as: .opened)
    let short = ContentExpectation(longest: 1000, mediaTypes: .only(try MediaType("text/plain")))
    try ItemExpectation(.content(short)).check(found, as: .opened)
  }
}
