/// Faults come from outside: no honest program imports a hostile one or knows a fault by name. Only the demonstration,
/// which starts the faults as other processes, may name them.
enum HonestyRule {
  private static let programs = ["SemperHostile", "SemperProxy", "semper-hostile", "semper-proxy"]
  private static let cases = [
    "seller-vanishes", "buyer-vanishes", "bad-goods", "mint-down", "arbiter-down", "crash-wallet", "crash-shop",
    "cut-download", "originator-vanishes", "responder-vanishes", "responder-leaves", "bank-down", "bad-escrow",
    "crash-originator",
    "crash-responder", "lost-messages", "doubled-messages", "slow-network", "disk-full", "clock-leap",
    "clock-back",
  ]

  static func findings(in file: SourceFile) -> [Finding] {
    guard file.path.hasPrefix("Sources/"), file.target != "semper" else { return [] }
    return (programs + cases).filter { file.text.contains($0) }
      .map { Finding(file, "names “\($0)”; faults come from outside the honest programs") }
  }
}
