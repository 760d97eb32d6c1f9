using LambdaSpeed.Invariants;

namespace LambdaSpeed.State;

/// <summary>All state of one attempt of a run that checkpoints hold, by name.</summary>
/// <remarks>Filled while components are made and opened, before any task runs; read by the thread that commits.</remarks>
internal sealed class StateDirectory(int keyGroups, EpochId published)
{
    private readonly SortedDictionary<string, IStateSection> _sections = new(StringComparer.Ordinal);
    private readonly List<ISectionGroup> _groups = [];
    private readonly List<Action> _whenFilled = [];

    /// <summary>The number of groups by which keys belong to tasks.</summary>
    public int KeyGroups => keyGroups;

    /// <summary>The epoch whose state the tables are filled with before the tasks run.</summary>
    public EpochId Published => published;

    /// <summary>The sections as they are now; slices come and go.</summary>
    public IReadOnlyList<IStateSection> Sections => Capture().Sections;

    /// <summary>What the state is made of now. Any thread, once the components are open.</summary>
    public StateCapture Capture()
    {
        List<IStateSection> sections = [.. _sections.Values];
        List<ViewSlices> slices = [];
        foreach (var group in _groups)
        {
            var captured = group.Capture();
            sections.AddRange(captured.Sections);
            if (!captured.Slices.IsWhole) slices.Add(captured.Slices);
        }
        sections.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return new(sections, slices);
    }

    public IStateSection? Find(string name) => _sections.GetValueOrDefault(name)
        ?? _groups.Select(group => group.Find(name)).FirstOrDefault(section => section is not null);

    public void Add(IStateSection section)
    {
        Invariant.Require(!_sections.ContainsKey(section.Name), $"two parts of the state are named '{section.Name}'");
        _sections.Add(section.Name, section);
    }

    public void Add(ISectionGroup group)
    {
        foreach (var section in group.Capture().Sections)
        {
            Invariant.Require(Find(section.Name) is null, $"two parts of the state are named '{section.Name}'");
        }
        _groups.Add(group);
    }

    /// <summary>The section of a name, made by the first of its tasks that asks.</summary>
    public StateSection<TKey, TValue> GetOrAdd<TKey, TValue>(
        string name, int tasks, SectionCodec<TKey, TValue>? codec, Func<TValue, TValue>? copy = null)
        where TKey : notnull
    {
        if (_sections.TryGetValue(name, out var known)) return (StateSection<TKey, TValue>)known;

        var tables = new VersionedTable<TKey, TValue>[tasks];
        for (var task = 0; task < tasks; task++) tables[task] = new VersionedTable<TKey, TValue>(published.Next, copy);
        var section = new StateSection<TKey, TValue>(name, tables, codec, keyGroups);
        Add(section);
        return section;
    }

    /// <summary>The section of a name with a value for each task, made by the first of them that asks.</summary>
    public TaskSection<T> GetOrAddByTask<T>(string name, int tasks, ICodec<T>? codec)
    {
        if (_sections.TryGetValue(name, out var known)) return (TaskSection<T>)known;

        var section = new TaskSection<T>(name, tasks, codec);
        Add(section);
        return section;
    }

    /// <summary>Takes all that an ended attempt held as of the published epoch.</summary>
    public void TakeOver(StateDirectory predecessor)
    {
        foreach (var section in Sections)
        {
            if (predecessor.Find(section.Name) is { } former) section.TakeOver(former, published);
        }
    }

    /// <summary>Are keys of a section read when they are used, if the store can do that?</summary>
    public bool IsReadByKey(string section) => Find(section) is IKeyedSection { PartialTables: > 0 };

    /// <summary>Sections whose keys are read when they are used, and counted.</summary>
    public IEnumerable<IKeyedSection> CountedSections => Sections.OfType<IKeyedSection>().Where(section => section.IsCounted);

    /// <summary>Takes entries of a section; what was dropped is not found any more. Before the tasks run.</summary>
    public void Load(string section, ReadOnlySpan<byte> entries) => Find(section)?.Load(entries);

    /// <summary>Has sections that can do with a part of their keys read the others from a store. Before the tasks run.</summary>
    public void ReadFrom(StoredKeys stored)
    {
        var sections = Sections.OfType<IKeyedSection>().Where(section => section.PartialTables > 0).ToList();
        var sharers = sections.Sum(section => section.PartialTables);
        foreach (var section in sections) section.ReadFrom(stored, sharers);
    }

    /// <summary>Has something done once the tables are filled, before the tasks run.</summary>
    public void WhenFilled(Action action) => _whenFilled.Add(action);

    /// <summary>States that the tables hold what they are to begin with.</summary>
    public void Filled()
    {
        foreach (var action in _whenFilled) action();
    }
}
