/// The layers of `docs/architecture.md`: who may import whom, and where third-party packages may appear.
enum LayerRule {
  static let modules: Set<String> = [
    "SemperBank", "SemperCardNetwork", "SemperEcash", "SemperSET", "SemperSEPA", "SemperTestMoney", "SemperChipper",
    "SemperCredentialSystems", "SemperTermsYAML", "SemperArchiveSQLite", "SemperCommunicationHTTP", "SemperTesting",
  ]
  static let programs: Set<String> = ["SemperServers", "SemperWallet", "semper", "SemperProxy", "SemperHostile"]
  static let faults: Set<String> = ["SemperProxy", "SemperHostile"]
  /// Stand beside the tests: they may use what tests may, and nothing that ships may use them.
  static let explorers: Set<String> = [
    "ExchangeExplorer", "Explore", "MerchantProcess", "CardTrials", "CardStation", "PaymentWorlds", "Conserve",
  ]
  private static let managers: Set<String> = ["SemperPayments", "SemperCredentials", "SemperStatements"]
  private static let cryptography: Set<String> = [
    "Crypto", "CryptoExtras", "_CryptoExtras", "CLibCrypto", "X509", "SwiftASN1",
  ]
  /// Come with the toolchain.
  private static let system: Set<String> = [
    "Swift", "Foundation", "FoundationEssentials", "Synchronization", "Dispatch", "Glibc",
  ]
  private static let fromEngineUp: Set<String> = ["Logging", "DequeModule", "OrderedCollections"]

  /// What the manifest permits must agree with the layers.
  static func findings(in manifest: Manifest) -> [Finding] {
    var findings = [Finding]()
    var declared = Set(["CLibCrypto"])
    func complain(_ target: Manifest.Target, _ advice: String) {
      findings.append(Finding("Package.swift", "\(target.name) \(advice)"))
    }
    for target in manifest.targets {
      defer { declared.insert(target.name) }
      let isTest = target.name.hasSuffix("Tests")
      for use in target.uses.sorted() where use.hasPrefix("Semper") && !declared.contains(use) {
        complain(target, "uses \(use), which stands after it")
      }
      guard !isTest, !explorers.contains(target.name) else { continue }
      for use in target.uses.sorted() {
        if modules.contains(use), !modules.contains(target.name), !programs.contains(target.name) {
          complain(target, "uses the module \(use); only modules and programs may")
        }
        if faults.contains(use) { complain(target, "uses \(use); nothing may") }
        if explorers.contains(use) { complain(target, "uses \(use); only tests may") }
        if managers.contains(target.name), managers.contains(use) {
          complain(target, "uses \(use); the three managers do not know each other")
        }
        if cryptography.contains(use), target.name != "SemperCryptography" {
          complain(target, "uses \(use); only SemperCryptography may")
        }
        if !use.hasPrefix("Semper"), !cryptography.contains(use), !mayUseThirdParty(target.name, use) {
          complain(target, "uses the package product \(use); third-party code belongs to modules and programs")
        }
      }
    }
    return findings
  }

  private static func mayUseThirdParty(_ target: String, _ product: String) -> Bool {
    if modules.contains(target) || programs.contains(target) { return true }
    return fromEngineUp.contains(product) && target != "SemperCoding" && target != "SemperModel"
  }

  /// Every import must be declared. The build checks this too, when it runs with the import check.
  static func findings(in file: SourceFile, _ manifest: Manifest) -> [Finding] {
    guard let name = file.target, let target = manifest.target(name) else { return [] }
    let isTest = file.path.hasPrefix("Tests/")
    let statement =
      /(?m)^[ \t]*((?:@\w+(?:\([^)]*\))?\s+)*)(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|func|protocol|let|var|typealias)\s+)?(\w+)/
    return file.code.matches(of: statement).compactMap { match in
      let module = String(match.2)
      let line = file.line(of: match.range.lowerBound)
      if match.1.contains("@testable"), module + "Tests" != name {
        return Finding(file, line: line, "@testable is only for a target's own tests")
      }
      if system.contains(module) || target.uses.contains(module) || (isTest && module == "Testing") { return nil }
      return Finding(file, line: line, "imports \(module), which \(name) does not declare")
    }
  }

  /// Packages below these versions have known faults that matter here.
  static let lowestVersions = ["swift-nio": "2.100.0", "swift-crypto": "4.5.0", "swift-certificates": "1.21.0"]

  static func oldVersions(in manifest: Manifest) -> [Finding] {
    lowestVersions.sorted { $0.key < $1.key }.compactMap { name, lowest in
      guard let found = manifest.versions[name] else { return nil }
      let parts = { (version: String) in version.split(separator: ".").compactMap { Int($0) } }
      return parts(found).lexicographicallyPrecedes(parts(lowest))
        ? Finding("Package.swift", "\(name) \(found) is older than \(lowest)") : nil
    }
  }
}
