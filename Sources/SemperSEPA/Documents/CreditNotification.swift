import SemperBank
import SemperCoding
import SemperModel

/// camt.054: the payee's bank tells its customer that a transfer was credited.
struct CreditNotification: TransferDocument {
  static let message = "camt.054.001.08"
  /// The payee's bank's name for the booking.
  let operation: ID<Operation>
  let transfer: CreditTransfer
  /// When it was booked.
  let time: Timestamp

  init(operation: ID<Operation>, transfer: CreditTransfer, time: Timestamp) {
    self.operation = operation
    self.transfer = transfer
    self.time = time
  }

  private var name: String { DocumentName.text(operation.bytes) }

  var element: XMLElement {
    let header = [XMLElement("MsgId", text: name), XMLElement.time("CreDtTm", time)]
    let details = XMLElement(
      "TxDtls",
      [
        XMLElement("Refs", [XMLElement("EndToEndId", text: transfer.endToEnd)]), .amount("Amt", transfer.amount),
        XMLElement("CdtDbtInd", text: "CRDT"),
        XMLElement("RltdPties", [.account("DbtrAcct", transfer.debtor)]),
        XMLElement("RltdAgts", [.agent("DbtrAgt", transfer.debtor.bank)]), .remittance(transfer),
      ])
    // A real-time credit transfer, received.
    let code = XMLElement(
      "Domn",
      [
        XMLElement("Cd", text: "PMNT"),
        XMLElement("Fmly", [XMLElement("Cd", text: "RRCT"), XMLElement("SubFmlyCd", text: "ESCT")]),
      ])
    let entry = XMLElement(
      "Ntry",
      [
        .amount("Amt", transfer.amount), XMLElement("CdtDbtInd", text: "CRDT"), .path(["Sts", "Cd"], text: "BOOK"),
        .path(["BookgDt", "DtTm"], text: time.description), .path(["ValDt", "DtTm"], text: time.description),
        XMLElement("AcctSvcrRef", text: name), XMLElement("BkTxCd", [code]), XMLElement("NtryDtls", [details]),
      ])
    return XMLElement(
      "BkToCstmrDbtCdtNtfctn",
      [
        XMLElement("GrpHdr", header),
        XMLElement(
          "Ntfctn",
          [
            XMLElement("Id", text: name), .time("CreDtTm", time), .account("Acct", transfer.creditor), entry,
          ]),
      ])
  }

  init(_ element: XMLElement) throws(CodingError) {
    operation = try DocumentName.operation(try element.text("GrpHdr", "MsgId"))
    time = try element.time("GrpHdr", "CreDtTm")
    transfer = CreditTransfer(
      debtor: try element.iban("Ntfctn", "Ntry", "NtryDtls", "TxDtls", "RltdPties", "DbtrAcct"),
      creditor: try element.iban("Ntfctn", "Acct"), amount: try element.amount("Ntfctn", "Ntry", "Amt"),
      reference: try element.reference("Ntfctn", "Ntry", "NtryDtls", "TxDtls"))
  }
}
