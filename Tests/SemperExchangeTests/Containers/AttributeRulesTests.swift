import SemperCoding
import SemperExchange
import SemperModel
import SemperTesting
import Testing

@Suite("Attributes of nested nodes")
struct AttributeRulesTests {
  @Test(
    "demands imply others",
    arguments: [
      (SecurityAttributes(authenticity: .key), SecurityAttributes(integrity: true, authenticity: .key)),
      (
        SecurityAttributes(originNonRepudiation: true),
        SecurityAttributes(integrity: true, authenticity: .key, originNonRepudiation: true)
      ),
      (
        SecurityAttributes(authenticity: .certified),
        SecurityAttributes(integrity: true, authenticity: .certified, originNonRepudiation: true)
      ),
      (
        SecurityAttributes(receiptNonRepudiation: true),
        SecurityAttributes(
          confidentiality: true, integrity: true, authenticity: .key, originNonRepudiation: true,
          receiptNonRepudiation: true)
      ),
      (SecurityAttributes(anonymity: true), SecurityAttributes(anonymity: true)),
      (SecurityAttributes(fairness: .strong), SecurityAttributes(fairness: .strong)),
    ])
  func implications(_ demanded: SecurityAttributes, _ completed: SecurityAttributes) {
    #expect(demanded.completed == completed)
    #expect(AttributeRules.effective([demanded]) == completed)
  }

  @Test("a node has at least what holds above it, in trees drawn at random")
  func strengthening() throws {
    var numbers = SeededNumbers(65)
    for _ in 0..<500 {
      let demands = (0..<4).map { _ in Self.drawn(&numbers) }
      for end in 1...demands.count {
        let (above, here) = (
          AttributeRules.effective(Array(demands[..<(end - 1)])), AttributeRules.effective(Array(demands[..<end]))
        )
        #expect(here.cover(above) && here.cover(demands[end - 1]))
        #expect(here.completed == here)
        #expect(try SecurityAttributes(canonicalBytes: here.canonicalBytes) == here)
      }
      #expect(AttributeRules.effective(demands) == AttributeRules.effective(demands.reversed()))
    }
  }

  @Test("what holds at a position comes from all nodes above it, and from none beside it")
  func positions() throws {
    let container = try Container(
      root: ContainerMarket.branch(
        "all", SecurityAttributes(integrity: true),
        [
          .branch(
            ContainerMarket.branch(
              "goods", SecurityAttributes(confidentiality: true),
              [
                .branch(
                  ContainerMarket.branch(
                    "course", SecurityAttributes(fairness: .strongWithWindow),
                    [ContainerMarket.leaf("film", ContainerMarket.data("film"))]))
              ])),
          ContainerMarket.leaf("note", ContainerMarket.data("note")),
        ]), context: ContainerMarket.context)
    #expect(container.attributes(at: "") == SecurityAttributes(integrity: true))
    #expect(container.attributes(at: "note") == SecurityAttributes(integrity: true))
    #expect(container.attributes(at: "goods") == SecurityAttributes(confidentiality: true, integrity: true))
    #expect(
      container.attributes(at: "goods/course/film")
        == SecurityAttributes(confidentiality: true, integrity: true, fairness: .strongWithWindow))
    #expect(container.attributes(at: "goods/film") == nil)
    #expect(container.entries.map(\.path) == ["goods/course/film", "note"])
  }

  @Test(
    "conflicts name the node, the attribute, and what stands against it",
    arguments: [
      (
        SecurityAttributes(authenticity: .certified), SecurityAttributes(authenticity: .key), SecurityAttributes.none,
        AttributeConflict(path: "a", attribute: .authenticity, against: "", reason: .weakerThanAbove)
      ),
      (
        SecurityAttributes(fairness: .strong), SecurityAttributes(fairness: .strongWithWindow), .none,
        AttributeConflict(path: "a", attribute: .fairness, against: "", reason: .weakerThanAbove)
      ),
      (
        SecurityAttributes(authenticity: .certified), SecurityAttributes(anonymity: true), .none,
        AttributeConflict(path: "a", attribute: .anonymity, against: "", reason: .senderIsCertified)
      ),
      (
        SecurityAttributes(anonymity: true), SecurityAttributes.none, SecurityAttributes(authenticity: .certified),
        AttributeConflict(path: "", attribute: .anonymity, against: "b", reason: .senderIsCertified)
      ),
      (
        SecurityAttributes.none, SecurityAttributes(anonymity: true), SecurityAttributes(authenticity: .certified),
        AttributeConflict(path: "a", attribute: .anonymity, against: "b", reason: .senderIsCertified)
      ),
      (
        SecurityAttributes(authenticity: .certified, anonymity: true), SecurityAttributes.none, .none,
        AttributeConflict(path: "", attribute: .anonymity, against: "", reason: .senderIsCertified)
      ),
    ])
  func conflicts(
    _ outer: SecurityAttributes, _ first: SecurityAttributes, _ second: SecurityAttributes,
    _ conflict: AttributeConflict
  ) throws {
    let root = try Self.two(outer, first, second)
    #expect(AttributeRules.conflicts(in: root) == [conflict])
    let refusal = #expect(throws: Refusal.self) { _ = try Container(root: root, context: ContainerMarket.context) }
    #expect(refusal == Refusal(.outsideTerms, blame: .us, conflict.description))
  }

  @Test(
    "what a person would ask for together is no conflict",
    arguments: [
      (SecurityAttributes(authenticity: .key), SecurityAttributes(authenticity: .certified)),
      (SecurityAttributes(fairness: .strongWithWindow), SecurityAttributes(fairness: .strong)),
      (SecurityAttributes(anonymity: true), SecurityAttributes(originNonRepudiation: true)),
      (SecurityAttributes(anonymity: true, receiptNonRepudiation: true), SecurityAttributes(authenticity: .key)),
    ])
  func harmony(_ outer: SecurityAttributes, _ inner: SecurityAttributes) throws {
    #expect(try AttributeRules.conflicts(in: Self.two(outer, inner, .none)).isEmpty)
  }

  @Test("attributes are demanded or left out; nothing else is read")
  func form() throws {
    for text in [
      #"{"anonymity":false}"#, #"{"anonymity":1}"#, #"{"authenticity":"any"}"#, #"{"secrecy":true}"#,
      #"{"fairness":true}"#, #"[]"#,
    ] {
      #expect(throws: CodingError.self) { _ = try SecurityAttributes(canonicalBytes: Array(text.utf8)) }
    }
  }

  private static func two(
    _ outer: SecurityAttributes, _ first: SecurityAttributes, _ second: SecurityAttributes
  ) throws -> ContainerBranch {
    let note = try ContainerMarket.leaf("note", ContainerMarket.data("note"))
    return try ContainerMarket.branch(
      "all", outer,
      [.branch(ContainerMarket.branch("a", first, [note])), .branch(ContainerMarket.branch("b", second, [note]))])
  }

  private static func drawn(_ numbers: inout SeededNumbers) -> SecurityAttributes {
    SecurityAttributes(
      confidentiality: .random(using: &numbers), integrity: .random(using: &numbers),
      authenticity: [nil, .key, .certified].randomElement(using: &numbers) ?? nil,
      anonymity: .random(using: &numbers), originNonRepudiation: .random(using: &numbers),
      receiptNonRepudiation: .random(using: &numbers),
      fairness: ([nil] + FairnessLevel.allCases).randomElement(using: &numbers) ?? nil)
  }
}
