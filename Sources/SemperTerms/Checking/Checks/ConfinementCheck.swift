import SemperCoding
import SemperModel

/// T14: nothing leads out of the service, and it is not too large.
struct ConfinementCheck {
  let view: TermsView
  private var terms: TermsOfBusiness { view.terms }

  func findings() -> [Finding] {
    var findings = [Finding]()
    let size = terms.canonicalBytes.count
    if size > TermsOfBusiness.largestPayload {
      findings.append(
        Finding(
          .confinement, .error, at: [],
          "these terms have \(size) bytes; wallets take \(TermsOfBusiness.largestPayload).",
          fix: "Write shorter texts, or two services."))
    }
    if !TermsName.isName(terms.service) {
      findings.append(
        Finding(
          .confinement, .error, at: ["service"], "“\(terms.service)” is no name of a service.",
          fix: "Write a letter, then letters, digits and hyphens, at most 40, such as my-shop."))
    }
    if ServiceVersion(terms.version) == nil {
      findings.append(
        Finding(
          .confinement, .error, at: ["version"], "“\(terms.version)” is no version; nobody could tell which is newer.",
          fix: "Write three numbers, such as version: 1.0.0."))
    }
    for display in terms.displays {
      for entry in display.texts where Self.leadsOut(entry.text.text) {
        findings.append(
          Finding(
            .confinement, .error, at: ["display", display.language, entry.key],
            "people would be led to an address that nobody has evaluated.", fix: "Take the address out."))
      }
    }
    for target in ends
    where target.count > TermsName.longest
      || !TermsName.isName(String(target.dropFirst(TermsOfBusiness.endPrefix.count)))
    {
      findings.append(
        Finding(
          .confinement, .error, at: ["states"], "“\(target.prefix(60))” is no name of an end.",
          fix: "Write end. and a name, such as end.done."))
    }
    return findings
  }

  private var ends: [String] { view.graph.reached.filter(TermsOfBusiness.isEnd) }

  private static func leadsOut(_ text: String) -> Bool {
    let text = text.lowercased()
    return text.contains("://") || text.contains("www.") || text.contains("mailto:") || text.contains("javascript:")
  }
}
