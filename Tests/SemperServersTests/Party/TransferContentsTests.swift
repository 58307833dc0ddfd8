import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperExchange
import SemperModel
import SemperStatements
import SemperTesting
import Testing

@testable import SemperServers

/// What a recipient accepts of a letter's items.
@Suite struct TransferContentsTests {
  private static let now = Timestamp(seconds: 1_795_000_000)
  private static let price = Money(minorUnits: 5_00, .euro)
  private static let diploma = Digest(of: [1], for: .document)

  private let sender = SigningKey()
  private let bank = SigningKey()
  private let issuer = SigningKey()
  private let stranger = SigningKey()
  private let account = SigningKey().thumbprint
  private let opening: ItemOpening
  private let offer: TransferOffer

  init() throws {
    var numbers = SeededNumbers(7)
    opening = OpeningSecret(using: &numbers).opening(for: "proposer/1-certificate")
    let recipient = SigningKey().thumbprint
    offer = TransferOffer(
      number: Nonce(using: &numbers), sender: sender.publicKey, recipients: [recipient],
      items: [
        DescribedItem(
          path: "proposer/1-certificate", salt: Nonce(using: &numbers),
          description: .certificate(document: Self.diploma, issuer: issuer.thumbprint)),
        DescribedItem(
          path: "proposer/2-money", salt: Nonce(using: &numbers),
          description: .lock(amount: Self.price, payee: recipient, ledger: bank.thumbprint)),
      ], signers: [bank.publicKey, issuer.publicKey], address: try Address("http://127.0.0.1:1"),
      closes: Self.now.advanced(by: Span(seconds: 60)))
  }

  private func word(
    document: Digest = diploma, exchange: Digest? = nil, by key: SigningKey? = nil
  ) throws -> SignedStatement {
    let key = key ?? issuer
    return try SignedStatement(
      ConditionalStatement(
        exchange: exchange ?? offer.id, path: "proposer/1-certificate", document: document, opening: opening.digest,
        signer: key.thumbprint), signedBy: [key])
  }

  private func receipt(
    _ amount: Money = price, to account: Thumbprint? = nil, reference: Digest? = nil,
    purpose: MintReceipt.Purpose = .deposit, by key: SigningKey? = nil
  ) throws -> SignedStatement {
    let key = key ?? bank
    var numbers = SeededNumbers(8)
    return try SignedStatement(
      MintReceipt(
        mint: key.thumbprint, operation: ID(using: &numbers), request: Self.diploma, purpose: purpose, amount: amount,
        account: account ?? self.account, reference: reference ?? offer.reference(of: "proposer/2-money"),
        issued: Self.now), signedBy: [key])
  }

  private func refusal(_ items: [TransferredItem]) -> RefusalCode? {
    do throws(Refusal) {
      try TransferContents(offer: offer, items: items).check(account: account)
      return nil
    } catch { return error.code }
  }

  @Test func whatWasOfferedIsTaken() throws {
    let contents = TransferContents(offer: offer, items: [.statement(try word(), opening), .paid(try receipt())])
    #expect(refusal(contents.items) == nil)
    #expect(try TransferContents(of: contents.package) == contents)
    let other = try TransferPackage(form: Designation("text"), bytes: contents.canonicalBytes)
    #expect(throws: Refusal.self) { try TransferContents(of: other) }
  }

  @Test func anythingElseIsRefused() throws {
    let (word, paid) = (TransferredItem.statement(try word(), opening), TransferredItem.paid(try receipt()))
    var numbers = SeededNumbers(9)
    let otherOpening = OpeningSecret(using: &numbers).opening(for: "proposer/1-certificate")
    for wrong in [
      TransferredItem.statement(try self.word(), otherOpening),
      .statement(try self.word(document: Digest(of: [2], for: .document)), opening),
      .statement(try self.word(exchange: Self.diploma), opening), .statement(try self.word(by: sender), opening), paid,
    ] {
      #expect(refusal([wrong, paid]) == .notAsOffered)
    }
    for wrong in [
      TransferredItem.paid(try receipt(Money(minorUnits: 4_99, .euro))), .paid(try receipt(to: stranger.thumbprint)),
      .paid(try receipt(reference: Self.diploma)), .paid(try receipt(purpose: .withdraw)),
      .paid(try receipt(by: issuer)), word,
    ] {
      #expect(refusal([word, wrong]) == .notAsOffered)
    }
    #expect(refusal([word, .paid(try receipt(by: stranger))]) != nil)
    #expect(refusal([.statement(try self.word(by: stranger), opening), paid]) != nil)
    #expect(refusal([word]) == .notAsOffered)
  }

  @Test func itemsReadBackAndAreOfOneForm() throws {
    let (paid, word) = (TransferredItem.paid(try receipt()), TransferredItem.statement(try word(), opening))
    for item in [paid, word] { #expect(try TransferredItem(canonicalBytes: item.canonicalBytes) == item) }
    guard case .object(let object) = word.json else { preconditionFailure("an item is an object") }
    #expect(throws: CodingError.self) {
      try TransferredItem(json: .object(object.with("paid", receipt().json)))
    }
    #expect(throws: CodingError.self) { try TransferredItem(json: .object(object.with("opening", nil))) }
  }
}
