import SemperCoding
import SemperModel

/// Entry 0 of every conversation: which machine wrote it, in which version.
struct JournalHeader: CanonicalValue {
  let machine: MachineIdentity

  var json: JSON { .fields(["machine": machine.json]) }
  init(machine: MachineIdentity) { self.machine = machine }
  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    machine = try fields.value("machine")
    try fields.close()
  }
}
