import Foundation
import PaymentWorlds
import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments
import SemperTesting
import Testing

@testable import SemperSEPA

/// Messages are what ISO 20022 says they are, and nothing else is read.
@Suite struct DocumentTests {
  private static let time = Timestamp(seconds: 1_800_000_000)

  private let transfer = CreditTransfer(
    debtor: TransfersUnderTest.iban(of: .payer), creditor: TransfersUnderTest.iban(of: .payee),
    amount: Money(minorUnits: 12_34, .euro), reference: PaymentReference(digest: Digest(plain: [1])))

  /// The first five are one of each kind.
  private func documents() throws -> [any TransferDocument] {
    let operation = try ID<SemperModel.Operation>(bytes: Array(0..<16))
    let sent = InterbankTransfer(operation: operation, transfer: transfer, time: Self.time)
    var documents: [any TransferDocument] = [
      TransferOrder(operation: operation, transfer: transfer, time: Self.time), sent,
      CreditNotification(operation: operation, transfer: transfer, time: Self.time),
    ]
    for outcome in [TransferOutcome.settled] + TransferRejection.allCases.map({ .rejected($0) }) {
      documents.append(InterbankStatus(of: sent, outcome, time: Self.time))
      documents.append(
        OrderStatus(of: sent.name, TransferOrder.message, endToEnd: transfer.endToEnd, outcome, time: Self.time))
    }
    return documents
  }

  @Test func theSchemasAcceptEveryMessage() throws {
    for document in try documents() {
      let judged = try JSONDecoder().decode(Judged.self, from: Data(Oracle.python("iso20022", document.bytes)))
      #expect(judged.errors == [], "\(type(of: document).message)")
      #expect(judged.message == type(of: document).message)
    }
  }

  /// The judge is worth something only if it refuses.
  @Test func theSchemasRefuseWhatIsNotInOrder() throws {
    for document in try documents().prefix(5) {
      let text = String(decoding: document.bytes, as: UTF8.self)
      let broken = text.replacing("<MsgId>", with: "<MessageId>").replacing("</MsgId>", with: "</MessageId>")
      let judged = try JSONDecoder().decode(Judged.self, from: Data(Oracle.python("iso20022", Array(broken.utf8))))
      #expect(!judged.errors.isEmpty, "\(type(of: document).message)")
    }
  }

  @Test func whatIsWrittenIsRead() throws {
    for document in try documents() { try readBack(document) }
  }

  private func readBack<Document: TransferDocument>(_ document: Document) throws {
    #expect(try Document(bytes: document.bytes) == document)
    // White space between elements is free.
    let dense = String(decoding: document.bytes, as: UTF8.self).split(separator: "\n").map {
      $0.trimmingCharacters(in: .whitespaces)
    }.joined()
    #expect(try Document(bytes: Array(dense.utf8)) == document)
  }

  @Test func whatIsCutIsRefused() throws {
    for document in try documents().prefix(5) { refuseCuts(document) }
  }

  private func refuseCuts<Document: TransferDocument>(_ document: Document) {
    // The last byte is a line's end.
    for length in 0..<document.bytes.count - 1 {
      #expect(throws: (any Error).self) { try Document(bytes: Array(document.bytes.prefix(length))) }
    }
  }

  @Test(arguments: [
    ("<CdtTrfTxInf>", "<CdtTrfTxInf><!-- -->"), ("<CdtTrfTxInf>", "<CdtTrfTxInf><Prtry>1</Prtry>"),
    ("<Document", "<!DOCTYPE Document [<!ENTITY a \"b\">]><Document"), ("NOTPROVIDED", "&a;"),
    ("NOTPROVIDED", "SOMEBODY"), ("Ccy=\"EUR\"", "Ccy=\"EUR\" Ccy=\"EUR\""), ("12.34", "12.340"), ("12.34", "0.00"),
    ("12.34", "-12.34"), ("pacs.008.001.08", "pacs.008.001.09"), ("<ChrgBr>SLEV", "<ChrgBr>DEBT"),
    ("</Document>", "</Document><Document/>"), ("xmlns=", "xmlns:a="), ("<Dbtr>", "<Dbtr a=\"1\">"),
    ("<?xml", "<?xml-stylesheet href=\"a\"?><?xml"), ("encoding=\"UTF-8\"", "encoding=\"UTF-16\""),
  ])
  func whatIsNotOfTheProfileIsRefused(_ original: String, _ changed: String) throws {
    let operation = try ID<SemperModel.Operation>(bytes: Array(0..<16))
    let sent = InterbankTransfer(operation: operation, transfer: transfer, time: Self.time)
    let text = String(decoding: sent.bytes, as: UTF8.self)
    #expect(text.contains(original))
    #expect(throws: (any Error).self) {
      try InterbankTransfer(bytes: Array(text.replacing(original, with: changed).utf8))
    }
  }

  private struct Judged: Decodable {
    let message: String
    let errors: [String]
  }
}
