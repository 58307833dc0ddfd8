import SemperBank
import SemperCoding
import SemperModel

/// pain.002: a bank tells its customer what has become of an order, or that a transfer it was asked about will never be credited.
struct OrderStatus: TransferDocument {
  static let message = "pain.002.001.12"
  /// The name of what it answers.
  let original: String
  /// The message that it answers.
  let originalMessage: String
  let endToEnd: String
  let outcome: TransferOutcome
  let time: Timestamp

  init(of original: String, _ message: String, endToEnd: String, _ outcome: TransferOutcome, time: Timestamp) {
    self.original = original
    originalMessage = message
    self.endToEnd = endToEnd
    self.outcome = outcome
    self.time = time
  }

  var element: XMLElement {
    XMLElement(
      "CstmrPmtStsRpt",
      [
        XMLElement("GrpHdr", [XMLElement("MsgId", text: original), .time("CreDtTm", time)]),
        XMLElement(
          "OrgnlGrpInfAndSts",
          [XMLElement("OrgnlMsgId", text: original), XMLElement("OrgnlMsgNmId", text: originalMessage)]),
        XMLElement(
          "OrgnlPmtInfAndSts",
          [
            XMLElement("OrgnlPmtInfId", text: original),
            XMLElement("TxInfAndSts", [XMLElement("OrgnlEndToEndId", text: endToEnd)] + outcome.elements),
          ]),
      ])
  }

  init(_ element: XMLElement) throws(CodingError) {
    original = try element.text("GrpHdr", "MsgId")
    originalMessage = try element.text("OrgnlGrpInfAndSts", "OrgnlMsgNmId")
    endToEnd = try element.text("OrgnlPmtInfAndSts", "TxInfAndSts", "OrgnlEndToEndId")
    outcome = try TransferOutcome(element, in: ["OrgnlPmtInfAndSts", "TxInfAndSts"])
    time = try element.time("GrpHdr", "CreDtTm")
  }
}
