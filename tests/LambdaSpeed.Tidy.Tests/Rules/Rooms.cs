namespace LambdaSpeed.Tidy.Tests.Rules;

/// <summary>The rooms of the core and their floors: the one place where the house's plan is written down for the machine.</summary>
/// <remarks>A room may use itself, every room on a lower floor, and the rooms of its own floor that its entry names.</remarks>
internal static class Rooms
{
    /// <summary>The folder that stands for the project's root.</summary>
    public const string Root = "";

    /// <summary>Folder, floor, and the rooms of the same floor that it may use (each with its reason here).</summary>
    public static readonly IReadOnlyDictionary<string, Room> Plan = new Room[]
    {
        new(Root, 8, "Lambda"),                                  // a run offers cuts and hand-over
        new("DependencyInjection", 8, Root, "Lambda"),           // registers what the root and Lambda offer
        new("Lambda", 8),
        new("Tasks", 7),
        new("Edges", 6),
        new("Epochs", 6),
        new("Planning", 5),                                      // starts from a Topology, never from Building
        new("Building", 5),                                      // ends in a Topology
        new("Topologies", 4),
        new("Logs", 3),
        new("Checkpoints", 3),
        new("Views", 3),
        new("BatchViews", 3),
        new("Windows", 3, "Views"),                              // windows are put together from a view of panes
        new("Joins", 3, "Views"),                                // lookups read views
        new("Intake", 3, "Logs"),                                // a queue is taken in through the embedded log
        new("Outputs", 3, "Logs"),                               // outputs are appended to a log
        new("Components", 2),
        new("Sources", 2, "Components"),                         // the spouts are components
        new("Aggregation", 1),
        new("State", 1),
        new("EventTime", 1),
        new("Groupings", 1),
        new("Diagnostics", 1),
        new("Streams", 0, "Invariants"),                         // every room states its laws and throws our exceptions
        new("Codecs", 0, "Invariants"),
        new("Sketches", 0, "Invariants"),
        new("Storage", 0, "Invariants"),
        new("Invariants", 0),
    }.ToDictionary(room => room.Folder);

    /// <summary>Whether code in one room may name a type of the other; both must be in the plan.</summary>
    public static bool MayUse(string user, string used) =>
        user == used || Plan[used].Floor < Plan[user].Floor || Plan[user].Neighbours.Contains(used);

    /// <summary>A room as messages name it.</summary>
    public static string Describe(string folder) => $"{Title(folder)}, floor {Plan[folder].Floor}";

    /// <summary>A room as the table in CONTRIBUTING.md names it, after its floor: <c>3 Intake → Logs</c>.</summary>
    public static string Line(Room room) =>
        $"{room.Floor} {Title(room.Folder)}{(room.Neighbours.Length == 0 ? "" : $" → {string.Join(", ", room.Neighbours.Select(Title))}")}";

    private static string Title(string folder) => folder == Root ? "(root)" : folder;
}
