import ArgumentParser
import SemperServers

/// What a transfer has and can do without, as words of the command line.
enum TransferPart: String, CaseIterable, ExpressibleByArgument {
  case confidentiality, receipt

  static func terms(without parts: [TransferPart]) -> PartyTransferTerms {
    PartyTransferTerms(
      isConfidential: !parts.contains(.confidentiality), asksReceipt: !parts.contains(.receipt))
  }
}
