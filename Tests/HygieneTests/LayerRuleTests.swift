import Testing

/// The layer rules find what they are for, on manifests and files made up here.
@Suite struct LayerRuleTests {
  private static let manifest = """
    let ground: [Target.Dependency] = ["SemperCoding"]
    let more: [Target.Dependency] =
      ground + [
        "SemperModel",
      ]
    let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
    let package = Package(
      dependencies: [.package(url: "https://example.org/swift-nio.git", from: "2.99.9")],
      targets: [
        library("SemperCoding"),
        library("SemperModel", uses: ground),
        library("SemperCommerce", uses: more + [log]),
        library("SemperBank", uses: more + [.product(name: "GRDB", package: "GRDB.swift")]),
        tests("SemperModelTests", uses: more),
      ])
    """

  @Test func theManifestIsUnderstood() {
    let manifest = Manifest(Self.manifest)
    #expect(manifest.targets.map(\.name).count == 5)
    #expect(manifest.target("SemperCoding")?.uses == [])
    #expect(manifest.target("SemperCommerce")?.uses == ["SemperCoding", "SemperModel", "Logging"])
    #expect(manifest.target("SemperBank")?.uses == ["SemperCoding", "SemperModel", "GRDB"])
    #expect(LayerRule.findings(in: manifest) == [])
    #expect(LayerRule.oldVersions(in: manifest).count == 1)
  }

  @Test(arguments: [
    (#"library("SemperModel", uses: ground)"#, #"library("SemperModel", uses: ["SemperBank"])"#, 2),
    (#"uses: more + [log])"#, #"uses: more + [log, "SemperBank"])"#, 2),
    (#"uses: more + [log])"#, #"uses: more + [log, "ExchangeExplorer"])"#, 2),
    (#"library("SemperModel", uses: ground)"#, #"library("SemperModel", uses: ground + [log])"#, 1),
    (#"uses: more + [log])"#, #"uses: more + [.product(name: "Crypto", package: "swift-crypto")])"#, 1),
    (#"uses: more + [log])"#, #"uses: more + [.product(name: "NIOCore", package: "swift-nio")])"#, 1),
    (
      #"library("SemperCommerce", uses: more"#,
      #"library("SemperPayments"), library("SemperStatements", uses: ["SemperPayments"]"#, 1
    ),
  ])
  func aBrokenLayerIsFound(_ good: String, _ broken: String, _ count: Int) {
    #expect(LayerRule.findings(in: Manifest(Self.manifest.replacing(good, with: broken))).count == count)
  }

  @Test(arguments: [
    ("Sources/SemperModel/A.swift", "import SemperCoding\nimport Foundation", 0),
    ("Sources/SemperModel/A.swift", "public import SemperCommerce", 1),
    ("Sources/SemperModel/A.swift", "import struct SemperBank.Account", 1),
    ("Sources/SemperModel/A.swift", "// import SemperBank", 0),
    ("Sources/SemperModel/A.swift", "import Testing", 1),
    ("Tests/SemperModelTests/A.swift", "import Testing\n@testable import SemperModel", 0),
    ("Tests/SemperModelTests/A.swift", "import Testing\n@testable import SemperCoding", 1),
  ])
  func anUndeclaredImportIsFound(_ path: String, _ text: String, _ count: Int) {
    #expect(LayerRule.findings(in: SourceFile(path: path, text: text), Manifest(Self.manifest)).count == count)
  }
}
