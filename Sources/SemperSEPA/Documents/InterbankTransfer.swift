import SemperBank
import SemperCoding
import SemperModel

/// pacs.008: the payer's bank transfers to the payee's.
struct InterbankTransfer: TransferDocument {
  static let message = "pacs.008.001.08"
  /// The payer's bank's name for it, by which the payee's bank knows it again.
  let operation: ID<Operation>
  let transfer: CreditTransfer
  let time: Timestamp

  init(operation: ID<Operation>, transfer: CreditTransfer, time: Timestamp) {
    self.operation = operation
    self.transfer = transfer
    self.time = time
  }

  var name: String { DocumentName.text(operation.bytes) }

  var element: XMLElement {
    let transaction = XMLElement(
      "CdtTrfTxInf",
      [
        XMLElement("PmtId", [XMLElement("EndToEndId", text: transfer.endToEnd), XMLElement("TxId", text: name)]),
        .instant, .amount("IntrBkSttlmAmt", transfer.amount), .day("IntrBkSttlmDt", time), .time("AccptncDtTm", time),
        XMLElement("ChrgBr", text: "SLEV"), .party("Dbtr"), .account("DbtrAcct", transfer.debtor),
        .agent("DbtrAgt", transfer.debtor.bank), .agent("CdtrAgt", transfer.creditor.bank), .party("Cdtr"),
        .account("CdtrAcct", transfer.creditor), .remittance(transfer),
      ])
    return XMLElement(
      "FIToFICstmrCdtTrf",
      [
        XMLElement(
          "GrpHdr",
          [
            XMLElement("MsgId", text: name), .time("CreDtTm", time), XMLElement("NbOfTxs", text: "1"),
            .path(["SttlmInf", "SttlmMtd"], text: "CLRG"),
          ]),
        transaction,
      ])
  }

  init(_ element: XMLElement) throws(CodingError) {
    operation = try DocumentName.operation(try element.text("GrpHdr", "MsgId"))
    time = try element.time("GrpHdr", "CreDtTm")
    transfer = CreditTransfer(
      debtor: try element.iban("CdtTrfTxInf", "DbtrAcct"), creditor: try element.iban("CdtTrfTxInf", "CdtrAcct"),
      amount: try element.amount("CdtTrfTxInf", "IntrBkSttlmAmt"), reference: try element.reference("CdtTrfTxInf"))
  }
}
