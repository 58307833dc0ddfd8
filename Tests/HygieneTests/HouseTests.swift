import Testing

/// The rules of the house, on everything that is in it.
@Suite struct HouseTests {
  private let manifest: Manifest

  init() throws { manifest = try Manifest(Repository.text("Package.swift")) }

  private func expectNone(_ findings: [Finding]) {
    #expect(findings.isEmpty, "\(findings.report)")
  }

  @Test func theScanSeesTheProject() {
    #expect(Repository.sources.count > 50)
    #expect(Repository.tests.contains { $0.path.hasSuffix("HygieneTests/HouseTests.swift") })
    #expect(manifest.target("SemperEngine")?.uses == ["SemperCoding", "SemperModel", "Logging"])
    #expect(manifest.target("SemperCryptography")?.uses.contains("X509") == true)
    #expect(manifest.target("semper")?.uses.isSuperset(of: ["SemperEngine", "SemperBank", "ArgumentParser"]) == true)
    #expect(manifest.versions.count >= 10)
  }

  @Test func filesAndFunctionsAreShort() {
    expectNone((Repository.sources + Repository.tests).flatMap(SizeRule.findings))
  }

  @Test(arguments: WordRule.shipped) func shippedCodeAvoids(_ rule: WordRule) throws {
    let decisions = try Repository.decisions
    expectNone(Repository.sources.filter { !rule.isDecided(for: $0, in: decisions) }.flatMap(rule.findings))
  }

  @Test func nothingIsLeftForLater() {
    expectNone(Repository.swift.flatMap { file in WordRule.everywhere.flatMap { $0.findings(in: file) } })
  }

  @Test func namesSaySomething() {
    expectNone(Repository.swift.flatMap(NameRule.findings))
  }

  @Test func eachPublicTypeHasAFile() {
    expectNone(Repository.sources.flatMap(OneTypeRule.findings))
  }

  @Test func layersHold() {
    expectNone(LayerRule.findings(in: manifest))
    expectNone(Repository.swift.flatMap { LayerRule.findings(in: $0, manifest) })
  }

  @Test func dependenciesAreRecent() {
    expectNone(LayerRule.oldVersions(in: manifest))
  }

  @Test func secretsAreDiscreet() {
    expectNone(Repository.sources.flatMap(SecretRule.findings))
  }

  @Test func honestProgramsKnowNoFault() {
    expectNone(Repository.sources.flatMap(HonestyRule.findings))
  }

  @Test func noMachineIsNamed() throws {
    expectNone(
      try Repository.paths.filter(TextRule.isText).flatMap { path in
        TextRule.findings(path: path, text: try Repository.text(path))
      })
  }

  /// A target that still holds only its placeholder is not yet a part of the house.
  @Test func eachTargetIntroducesItself() {
    let targets = Set(
      Repository.sources.filter { $0.path.hasPrefix("Sources/Semper") && $0.name != "Seed.swift" }
        .compactMap(\.target))
    for target in targets.sorted() {
      let text = (try? Repository.text("Sources/\(target)/README.md")) ?? ""
      let lines = text.split(separator: "\n").count
      #expect(
        text.hasPrefix("# \(target)\n") && (3...60).contains(lines), "Sources/\(target)/README.md: say what it is")
    }
  }

  /// A claim in the documents that points to a test points to one that runs.
  @Test func namedTestsExist() throws {
    let tests = PaperMap.tests(in: Repository.tests)
    let suites = PaperMap.types(in: Repository.tests)
    for path in Repository.paths where path.hasPrefix("docs/") && path.hasSuffix(".md") {
      for name in try Repository.text(path).matches(of: /`(\w+Tests)(?:\/(\w+))?`/) {
        let isThere = name.2.map { tests.contains("\(name.1)/\($0)") } ?? suites.contains(String(name.1))
        #expect(isThere || name.1 == "HygieneTests", "\(path) names \(name.0), which does not exist")
      }
    }
  }

  @Test func thePaperMapIsTrue() throws {
    let map = PaperMap(try Repository.text("docs/paper-map.md"))
    expectNone(
      map.findings(types: PaperMap.types(in: Repository.sources), tests: PaperMap.tests(in: Repository.tests)))
  }
}
