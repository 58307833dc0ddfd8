import Testing

/// Each rule finds what it is for and leaves good code alone.
@Suite struct RuleTests {
  private static func file(_ text: String, _ path: String = "Sources/SemperModel/Money/Sample.swift") -> SourceFile {
    SourceFile(path: path, text: text)
  }

  private static let bad: [(rule: String, line: String)] = [
    ("print", "  print(\"x\")"), ("print", "debugPrint(x)"), ("try!", "let a = try! f()"), ("as!", "x as! Y"),
    ("forced unwrap", "let a = b!"), ("forced unwrap", "a[0]!.c"), ("forced unwrap", "f()!"),
    ("forced unwrap", "\"\\(a!)\""), ("fatalError", "fatalError(\"x\")"),
    ("nonisolated(unsafe)", "nonisolated(unsafe) var a = 1"),
    ("@unchecked Sendable", "class A: @unchecked Sendable {}"),
    ("@preconcurrency", "@preconcurrency import A"), ("Task.detached", "Task.detached { }"),
  ]

  @Test(arguments: bad) func aBadLineIsFound(_ rule: String, _ line: String) throws {
    let rule = try #require(WordRule.shipped.first { $0.name == rule })
    #expect(rule.findings(in: Self.file("let before = 1\n" + line)).map(\.line) == [2])
  }

  @Test(arguments: [
    "// print(\"x\") and try! f()", "let a = \"fatalError(\"", "if a != b {}", "let f = !g", "a.print(b)",
    "/* as! /* try! */ x! */", "let a = #\"b! \"c! \"#", "let t = \"\"\"\n x! \" y!\n \"\"\"",
    "guard !a, b![0] == c else".replacing("b!", with: "b"),
    "func footprint(of a: Int) {}", "switch x { default: 1 }",
  ])
  func aGoodLineIsLeftAlone(_ line: String) {
    #expect(WordRule.shipped.flatMap { $0.findings(in: Self.file(line)) } == [])
  }

  @Test func aMachineNamesEveryState() {
    let text = "switch state {\ncase .a: 1\ndefault: 2\n}"
    let found = { (path: String) in WordRule.shipped.flatMap { $0.findings(in: Self.file(text, path)) }.map(\.line) }
    #expect(found("Sources/SemperExchange/Machines/Originator.swift") == [3])
    #expect(found("Sources/SemperCommerce/Deal/DealMachine.swift") == [3])
    #expect(found("Sources/SemperCommerce/Deal/DealMachine+Replay.swift") == [3])
    #expect(found("Sources/SemperCommerce/Deal/Deal.swift") == [])
  }

  @Test func anExceptionNeedsADecision() throws {
    let rule = try #require(WordRule.shipped.first { $0.name == "@unchecked Sendable" })
    let file = Self.file("final class Sample: @unchecked Sendable {}")
    #expect(rule.isDecided(for: file, in: ["`Sample` is marked `@unchecked Sendable` because"]))
    #expect(
      !rule.isDecided(for: file, in: ["`Other` is marked `@unchecked Sendable`", "`Sample` is `nonisolated(unsafe)`"]))
    let force = try #require(WordRule.shipped.first { $0.name == "try!" })
    #expect(!force.isDecided(for: file, in: ["`Sample` uses `try!`"]))
  }

  @Test func unfinishedWorkIsFoundInComments() {
    let word = "TO" + "DO"
    #expect(WordRule.everywhere.flatMap { $0.findings(in: Self.file("// \(word): later")) }.count == 1)
  }

  @Test func lengthsAreMeasured() {
    let body = String(repeating: "  a()\n", count: 69)
    #expect(SizeRule.findings(in: Self.file("func f() {\n\(body)}\n")).count == 1)
    #expect(SizeRule.findings(in: Self.file("init(a: Int) throws(E) {\n\(body)}\n")).count == 1)
    #expect(SizeRule.findings(in: Self.file("struct S {\n\(body)}\n")) == [])
    #expect(SizeRule.findings(in: Self.file("func f() {\n\(body.dropFirst(6))}\n")) == [])
    #expect(SizeRule.findings(in: Self.file(String(repeating: "\n", count: 501))).count == 1)
  }

  @Test(arguments: [
    ("struct Sample {}", "Sources/SemperModel/Utils/Sample.swift"),
    ("struct Sample {}; enum Helpers { }", "Sources/A/Sample.swift"),
    ("struct Other {}", "Sources/SemperModel/Sample.swift"), ("struct Sample {}", "Sources/SemperCommon/Sample.swift"),
  ])
  func aNameThatSaysNothingIsFound(_ text: String, _ path: String) {
    #expect(NameRule.findings(in: Self.file(text, path)).count == 1)
  }

  @Test func aGoodNameIsLeftAlone() {
    #expect(
      NameRule.findings(in: Self.file("extension Sample { func a() {} }", "Sources/A/B/Sample+Coding.swift")) == [])
    #expect(NameRule.findings(in: Self.file("actor Supporting { }", "Sources/A/B/Supporting.swift")) == [])
  }

  @Test func twoPublicTypesNeedTwoFiles() {
    let body = String(repeating: "\n", count: 20)
    #expect(OneTypeRule.findings(in: Self.file("public struct A {\(body)}\npublic final class B {\(body)}")).count == 1)
    #expect(
      OneTypeRule.findings(in: Self.file("public struct A {\(body)}\nstruct B {\(body)}\npublic enum C {}")) == [])
    #expect(OneTypeRule.findings(in: Self.file("public struct A {\(body) public struct B {\(body)}\n}")) == [])
  }

  @Test(arguments: [
    "struct A: Sendable {\n  private let key: [UInt8]\n}", "struct A {\n  let secret: ByteString\n}",
    "final class A {\n  let pin: String\n}", "struct B: Discreet {\n  struct A {\n    var seed: [UInt8] = []\n  }\n}",
  ])
  func aSecretThatCouldBePrintedIsFound(_ text: String) {
    #expect(SecretRule.findings(in: Self.file(text)).count == 1)
  }

  @Test(arguments: [
    "struct A: Sendable, Discreet {\n  private let key: [UInt8]\n}", "struct A {\n  let key: String\n}",
    "struct A {\n  let key: SigningKey\n}", "struct A {\n  func f() {\n    let key: [UInt8]\n  }\n}",
    "struct A {\n  let secret: [UInt8]\n}\nextension A: Discreet {}", "struct A {\n  var key: [UInt8] { [] }\n}",
  ])
  func whatCannotBePrintedIsLeftAlone(_ text: String) {
    #expect(SecretRule.findings(in: Self.file(text)) == [])
  }

  @Test func faultsStayOutside() {
    #expect(HonestyRule.findings(in: Self.file("import SemperHostile", "Sources/SemperWallet/A.swift")).count == 1)
    #expect(HonestyRule.findings(in: Self.file("let a = \"bad-goods\"", "Sources/SemperWallet/A.swift")).count == 1)
    #expect(HonestyRule.findings(in: Self.file("let a = \"bad-goods\"", "Sources/semper/Demo/A.swift")) == [])
  }

  @Test func machinesStayUnnamed() {
    let folder = "/" + "work" + "/"
    #expect(TextRule.findings(path: "a.md", text: "see \(folder)x").count == 1)
    #expect(TextRule.findings(path: "a.md", text: "see net\(folder)x") == [])
    #expect(!TextRule.isText("Tests/Vectors/a.json") && TextRule.isText("Makefile") && !TextRule.isText("a.png"))
  }
}
