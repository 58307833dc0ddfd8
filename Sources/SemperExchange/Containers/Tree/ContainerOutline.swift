public import SemperCoding
import SemperModel

/// A container as its sender plans it, before there are keys, salts and roots: what each node demands, and what stands in it,
/// in whatever words the plan has for items.
///
/// Written `{"attributes":…,"items":[…],"parts":[{"name":…,"attributes":…,"items":[…]}]}`; what is empty may be left out.
public struct ContainerOutline<Item: CanonicalValue & Hashable>: Hashable, CanonicalValue {
  /// An inner node below another one.
  public struct Part: Hashable, Sendable {
    public let name: String
    public let outline: ContainerOutline
  }

  /// An item with its place: the path of its node, and its number there, counted from 1.
  public struct Entry: Hashable, Sendable {
    public let node: String
    public let number: Int
    public let item: Item
    /// Demanded by the nodes above it, completed.
    public let attributes: SecurityAttributes
  }

  public let attributes: SecurityAttributes
  public let items: [Item]
  public let parts: [Part]

  public init(_ items: [Item], attributes: SecurityAttributes = .none) {
    self.init(attributes: attributes, items: items, parts: [])
  }

  private init(attributes: SecurityAttributes, items: [Item], parts: [Part]) {
    self.attributes = attributes
    self.items = items
    self.parts = parts
  }

  /// All items: those of a node before those of its parts.
  public var entries: [Entry] { entries(at: "", demands: []) }

  private func entries(at path: String, demands: [SecurityAttributes]) -> [Entry] {
    let all = demands + [attributes]
    let effective = AttributeRules.effective(all)
    let own = items.enumerated().map { number, item in
      Entry(node: path, number: number + 1, item: item, attributes: effective)
    }
    return own + parts.flatMap { $0.outline.entries(at: path.joined(with: $0.name), demands: all) }
  }

  /// The demands that cannot be met together, wherever in the tree they stand.
  public var conflicts: [AttributeConflict] { AttributeRules.conflicts(between: nodes(at: "")) }

  private func nodes(at path: String) -> [AttributeRules.Node] {
    [AttributeRules.Node(path: path, demands: attributes)]
      + parts.flatMap { $0.outline.nodes(at: path.joined(with: $0.name)) }
  }

  /// The same tree with others in place of its items, in the order of `entries`. Another number of them is a bug of the
  /// caller.
  public func filled<Other>(with others: [Other]) -> ContainerOutline<Other> {
    var left = others[...]
    let filled = filled(from: &left)
    precondition(left.isEmpty, "there are as many as there are items")
    return filled
  }

  private func filled<Other>(from left: inout ArraySlice<Other>) -> ContainerOutline<Other> {
    let own = Array(left.prefix(items.count))
    precondition(own.count == items.count, "there are as many as there are items")
    left = left.dropFirst(items.count)
    return ContainerOutline<Other>(
      attributes: attributes, items: own,
      parts: parts.map { ContainerOutline<Other>.Part(name: $0.name, outline: $0.outline.filled(from: &left)) })
  }

  /// The same tree whose root demands this too.
  public func demanding(_ more: SecurityAttributes) -> ContainerOutline {
    ContainerOutline(attributes: attributes.strengthened(by: more), items: items, parts: parts)
  }
}

extension ContainerOutline {
  /// Inner nodes on the way to an item, so that a container with a root of its own around it stays within its limits.
  public static var mostLevels: Int { 4 }

  private var members: [(String, JSON)] {
    (attributes == .none ? [] : [("attributes", attributes.json)]) + (items.isEmpty ? [] : [("items", items.json)])
      + (parts.isEmpty
        ? []
        : [("parts", .array(parts.map { .object(JSONObject([("name", $0.name.json)] + $0.outline.members)) }))])
  }

  public var json: JSON { .object(JSONObject(members)) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(&fields, level: 1)
    try fields.close()
    guard entries.count <= ExchangeBody.mostItems else {
      throw CodingError(.tooMany, "a side gives at most \(ExchangeBody.mostItems) items")
    }
  }

  private init(_ fields: inout ObjectReader, level: Int) throws(CodingError) {
    guard level <= Self.mostLevels else {
      throw CodingError(.tooDeep, "parts are nested at most \(Self.mostLevels) deep")
    }
    attributes = try fields.optional("attributes") ?? .none
    items = try fields.optional("items") ?? []
    var parts = [Part]()
    for json in try fields.optional("parts", as: [JSON].self) ?? [] {
      var inner = try ObjectReader(json)
      let name = try NodeName.checked(inner.value("name"))
      parts.append(Part(name: name, outline: try ContainerOutline(&inner, level: level + 1)))
      try inner.close()
    }
    self.parts = parts
    guard Set(parts.map(\.name)).count == parts.count else {
      throw CodingError(.duplicateName, "two parts of one node have one name").inside("parts")
    }
    guard items.count + parts.count <= ContainerBranch.mostChildren, level == 1 || !entries.isEmpty else {
      throw CodingError(.tooMany, "a part holds 1 to \(ContainerBranch.mostChildren) items and parts")
    }
  }
}
