import SemperArchive
import SemperCoding
import SemperModel

extension Book: CanonicalValue {
  private struct Row: CanonicalValue {
    let table: String
    let key: ByteString?
    let value: ByteString

    var json: JSON { .fields(["key": key?.json, "table": table.json, "value": value.json]) }
    init(table: String, key: ByteString?, value: ByteString) {
      (self.table, self.key, self.value) = (table, key, value)
    }
    init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      key = try fields.optional("key")
      table = try fields.value("table")
      value = try fields.value("value")
      try fields.close()
    }
  }

  var json: JSON {
    let kept = records.flatMap { table, rows in
      rows.map { Row(table: table.name, key: ByteString($0), value: ByteString($1)) }
    }
    let logged = logs.sorted { $0.key.name < $1.key.name }.flatMap { table, entries in
      entries.map { Row(table: table.name, key: nil, value: ByteString($0)) }
    }
    let ordered = kept.sorted { left, right in
      left.table == right.table
        ? (left.key?.bytes ?? []).lexicographicallyPrecedes(right.key?.bytes ?? []) : left.table < right.table
    }
    return .array((ordered + logged).map(\.json))
  }

  init(json: JSON) throws(CodingError) {
    self.init()
    for row in try [Row](json: json) {
      if let key = row.key {
        records[RecordTable(row.table), default: [:]][key.bytes] = row.value.bytes
      } else {
        logs[RecordTable(row.table), default: []].append(row.value.bytes)
      }
    }
  }
}
