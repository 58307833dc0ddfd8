import SemperBank
import SemperCoding
import SemperModel

/// pain.001: an account holder orders one instant transfer.
struct TransferOrder: TransferDocument {
  static let message = "pain.001.001.09"
  /// The holder's name for it, by which the bank knows it again.
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
    let payment = XMLElement(
      "PmtInf",
      [
        XMLElement("PmtInfId", text: name), XMLElement("PmtMtd", text: "TRF"), XMLElement("NbOfTxs", text: "1"),
        XMLElement("CtrlSum", text: transfer.amount.decimal), .instant,
        .path(["ReqdExctnDt", "DtTm"], text: time.description),
        .party("Dbtr"), .account("DbtrAcct", transfer.debtor), .agent("DbtrAgt", transfer.debtor.bank),
        XMLElement("ChrgBr", text: "SLEV"),
        XMLElement(
          "CdtTrfTxInf",
          [
            XMLElement(
              "PmtId", [XMLElement("InstrId", text: name), XMLElement("EndToEndId", text: transfer.endToEnd)]),
            XMLElement("Amt", [.amount("InstdAmt", transfer.amount)]), .agent("CdtrAgt", transfer.creditor.bank),
            .party("Cdtr"), .account("CdtrAcct", transfer.creditor), .remittance(transfer),
          ]),
      ])
    return XMLElement(
      "CstmrCdtTrfInitn",
      [
        XMLElement(
          "GrpHdr",
          [
            XMLElement("MsgId", text: name), .time("CreDtTm", time), XMLElement("NbOfTxs", text: "1"),
            XMLElement("CtrlSum", text: transfer.amount.decimal), .party("InitgPty"),
          ]),
        payment,
      ])
  }

  init(_ element: XMLElement) throws(CodingError) {
    operation = try DocumentName.operation(try element.text("GrpHdr", "MsgId"))
    time = try element.time("GrpHdr", "CreDtTm")
    transfer = CreditTransfer(
      debtor: try element.iban("PmtInf", "DbtrAcct"), creditor: try element.iban("PmtInf", "CdtTrfTxInf", "CdtrAcct"),
      amount: try element.amount("PmtInf", "CdtTrfTxInf", "Amt", "InstdAmt"),
      reference: try element.reference("PmtInf", "CdtTrfTxInf"))
  }
}
