import SemperBank
import SemperCoding
import SemperModel

/// pacs.002: the payee's bank says whether it has credited a transfer.
struct InterbankStatus: TransferDocument {
  static let message = "pacs.002.001.12"
  /// The name of the pacs.008 that it answers.
  let original: String
  let endToEnd: String
  let from: BankCode
  let to: BankCode
  let outcome: TransferOutcome
  let time: Timestamp

  init(of sent: InterbankTransfer, _ outcome: TransferOutcome, time: Timestamp) {
    original = sent.name
    endToEnd = sent.transfer.endToEnd
    from = sent.transfer.creditor.bank
    to = sent.transfer.debtor.bank
    self.outcome = outcome
    self.time = time
  }

  var element: XMLElement {
    XMLElement(
      "FIToFIPmtStsRpt",
      [
        XMLElement(
          "GrpHdr",
          [
            XMLElement("MsgId", text: original), .time("CreDtTm", time), .agent("InstgAgt", from),
            .agent("InstdAgt", to),
          ]),
        XMLElement(
          "OrgnlGrpInfAndSts",
          [XMLElement("OrgnlMsgId", text: original), XMLElement("OrgnlMsgNmId", text: InterbankTransfer.message)]),
        XMLElement(
          "TxInfAndSts",
          [XMLElement("OrgnlEndToEndId", text: endToEnd), XMLElement("OrgnlTxId", text: original)] + outcome.elements),
      ])
  }

  init(_ element: XMLElement) throws(CodingError) {
    original = try element.text("GrpHdr", "MsgId")
    endToEnd = try element.text("TxInfAndSts", "OrgnlEndToEndId")
    from = try element.bic("GrpHdr", "InstgAgt")
    to = try element.bic("GrpHdr", "InstdAgt")
    outcome = try TransferOutcome(element, in: ["TxInfAndSts"])
    time = try element.time("GrpHdr", "CreDtTm")
  }
}
