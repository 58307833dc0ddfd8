import SemperCoding
import SemperCryptography
import SemperModel

extension AccountStatement {
  static let schema = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"

  /// The statement as an ISO 20022 document, camt.053.001.08. The same ledger, account and times give the same bytes.
  public var document: [UInt8] {
    // 32 hexadecimal digits fit the 35 characters that every name in ISO 20022 has.
    let id = Self.hexadecimal(
      Digest(of: Array("\(account)/\(currency)/\(from)/\(until)".utf8), for: .document).bytes.prefix(16))
    let statement = XMLElement(
      "Stmt",
      [
        XMLElement("Id", text: id), created.element("CreDtTm"),
        XMLElement("FrToDt", [from.element("FrDtTm"), until.element("ToDtTm")]),
        XMLElement("Acct", [.path(["Id", "IBAN"], text: account.text), XMLElement("Ccy", text: currency.code)]),
        balance("OPBD", opening, from), balance("CLBD", closing, until), summary,
      ] + entries.map(element))
    return XMLElement(
      "Document",
      [
        XMLElement(
          "BkToCstmrStmt",
          [XMLElement("GrpHdr", [XMLElement("MsgId", text: id), created.element("CreDtTm")]), statement])
      ]
    ).document(namespace: Self.schema)
  }

  private func balance(_ code: String, _ units: Int64, _ time: Timestamp) -> XMLElement {
    XMLElement(
      "Bal",
      [
        .path(["Tp", "CdOrPrtry", "Cd"], text: code), amount(units), Self.side(units),
        .path(["Dt", "Dt"], text: time.day),
      ])
  }

  private var summary: XMLElement {
    let (credits, debits) = (entries.filter { $0.units >= 0 }, entries.filter { $0.units < 0 })
    func count(_ name: String, _ entries: [Entry]) -> XMLElement {
      XMLElement(
        name,
        [
          XMLElement("NbOfNtries", text: String(entries.count)),
          XMLElement("Sum", text: Money(minorUnits: abs(entries.reduce(0) { $0 + $1.units }), currency).decimal),
        ])
    }
    return XMLElement("TxsSummry", [count("TtlCdtNtries", credits), count("TtlDbtNtries", debits)])
  }

  private func element(_ entry: Entry) -> XMLElement {
    XMLElement(
      "Ntry",
      [
        XMLElement("NtryRef", text: String(entry.number)), amount(entry.units), Self.side(entry.units),
        .path(["Sts", "Cd"], text: "BOOK"), .path(["BookgDt", "DtTm"], text: entry.time.description),
        .path(["ValDt", "Dt"], text: entry.time.day),
        XMLElement("AcctSvcrRef", text: Self.hexadecimal(entry.operation.bytes)), Self.code(entry.purpose, entry.units),
      ])
  }

  private func amount(_ units: Int64) -> XMLElement { Money(minorUnits: abs(units), currency).element("Amt") }

  private static func side(_ units: Int64) -> XMLElement {
    XMLElement("CdtDbtInd", text: units < 0 ? "DBIT" : "CRDT")
  }

  /// Transfers have a code of the standard's list; for the rest the bank's own word stands.
  static func code(_ purpose: LedgerPosting.Purpose, _ units: Int64) -> XMLElement {
    func domain(_ family: String, _ sub: String) -> XMLElement {
      XMLElement(
        "BkTxCd",
        [
          XMLElement(
            "Domn",
            [
              XMLElement("Cd", text: "PMNT"),
              XMLElement("Fmly", [XMLElement("Cd", text: family), XMLElement("SubFmlyCd", text: sub)]),
            ])
        ])
    }
    switch purpose {
    // Transfers between accounts of one bank.
    case .transfer: return domain(units < 0 ? "ICDT" : "RCDT", "BOOK")
    // Real-time transfers between banks, issued, received, and returned unpaid.
    case .send: return domain("IRCT", "ESCT")
    case .receive: return domain("RRCT", "ESCT")
    case .giveBack: return domain("IRCT", "RRTN")
    case .grant, .withdraw, .deposit, .lock, .claim, .refund, .settle, .hold, .capture, .void, .clear, .load, .unload,
      .reverse, .collect, .refresh:
      return XMLElement("BkTxCd", [.path(["Prtry", "Cd"], text: purpose.rawValue)])
    }
  }

  private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

extension Money {
  fileprivate func element(_ name: String) -> XMLElement { XMLElement(name, text: decimal, currency: currency.code) }
}

extension Timestamp {
  fileprivate func element(_ name: String) -> XMLElement { XMLElement(name, text: description) }
  /// The day in UTC, `2026-11-22`.
  fileprivate var day: String { String(description.prefix(10)) }
}
