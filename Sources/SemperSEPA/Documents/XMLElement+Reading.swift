import SemperBank
import SemperCoding
import SemperModel
import SemperPayments

extension XMLElement {
  /// What lies at the end of a path of names, the first one of each.
  private func at(_ path: [String]) throws(CodingError) -> XMLElement {
    var element = self
    for name in path {
      guard case .elements(let children) = element.content, let next = children.first(where: { $0.name == name }) else {
        throw CodingError(.missing, "“\(name)” is missing in “\(element.name)”", at: path)
      }
      element = next
    }
    return element
  }

  func text(_ path: String...) throws(CodingError) -> String { try text(at: path) }

  func text(at path: [String]) throws(CodingError) -> String {
    guard case .text(let text) = try at(path).content else {
      throw CodingError(.wrongType, "a text is expected", at: path)
    }
    return text
  }

  func time(_ path: String...) throws(CodingError) -> Timestamp {
    try Timestamp(text: try text(at: path))
  }

  /// More than nothing, in the digits of its currency.
  func amount(_ path: String...) throws(CodingError) -> Money {
    let element = try at(path)
    guard case .text(let text) = element.content, let code = element.currency else {
      throw CodingError(.wrongForm, "an amount with a currency is expected", at: path)
    }
    let money = try Money(text, try Currency(code: code))
    guard money.minorUnits > 0 else { throw CodingError(.outOfRange, "nothing is transferred", at: path) }
    return money
  }

  func iban(_ path: String...) throws(CodingError) -> IBAN {
    try IBAN(text: try text(at: path + ["Id", "IBAN"]))
  }

  func bic(_ path: String...) throws(CodingError) -> BankCode {
    try BankCode(bic: try text(at: path + ["FinInstnId", "BICFI"]))
  }

  /// The payment that transfers are for, as unstructured remittance information.
  func reference(_ path: String...) throws(CodingError) -> PaymentReference {
    PaymentReference(digest: try DocumentName.digest(try text(at: path + ["RmtInf", "Ustrd"])))
  }
}

// MARK: Writing

extension XMLElement {
  static func amount(_ name: String, _ money: Money) -> XMLElement {
    XMLElement(name, text: money.decimal, currency: money.currency.code)
  }
  static func time(_ name: String, _ time: Timestamp) -> XMLElement { XMLElement(name, text: time.description) }
  static func day(_ name: String, _ time: Timestamp) -> XMLElement {
    XMLElement(name, text: String(time.description.prefix(10)))
  }
  /// Accounts here have no names, and the rules of SEPA want this word then.
  static func party(_ name: String) -> XMLElement { XMLElement(name, [XMLElement("Nm", text: "NOTPROVIDED")]) }
  static func account(_ name: String, _ iban: IBAN) -> XMLElement { .path([name, "Id", "IBAN"], text: iban.text) }
  static func agent(_ name: String, _ bank: BankCode) -> XMLElement {
    .path([name, "FinInstnId", "BICFI"], text: bank.bic)
  }
  static func remittance(_ transfer: CreditTransfer) -> XMLElement {
    .path(["RmtInf", "Ustrd"], text: DocumentName.text(transfer.reference.digest.bytes))
  }
  /// A SEPA transfer that is instant.
  static var instant: XMLElement {
    XMLElement("PmtTpInf", [.path(["SvcLvl", "Cd"], text: "SEPA"), .path(["LclInstrm", "Cd"], text: "INST")])
  }
}
