using System.Runtime.CompilerServices;
using LambdaSpeed.Codecs;
using LambdaSpeed.State;

namespace LambdaSpeed.Views;

/// <content>
/// The slices. A cut gives the view another open slice, which the tasks go on with after the cut's epoch; readers merge what all slices
/// have of a key. Slices that have ended are never written again, so a restart takes them over as they are.
/// </content>
internal sealed partial class RealtimeView<TKey, TAccumulator, TValue>
{
    private FoldedParts<TKey, TAccumulator>? _folded; // while the first attempt loads a checkpoint

    /// <summary>Held by whoever puts other slices in place of those that readers see.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Called under the gate when readers are shown other slices; null when nobody has to know.</summary>
    public Action? Restacked { get; set; }

    /// <summary>What readers see now.</summary>
    public SliceStack<TKey, TAccumulator> Stack => _state.Stack;

    RealtimeView<TKey, TAccumulator, TValue> IViewTable<TKey, TAccumulator, TValue>.Table => this;

    public ViewSlices Slices => _state.SlicesOf(_state.Stack);

    public void Prepare(StateDirectory directory)
    {
        var stack = _state is null
            ? new SliceStack<TKey, TAccumulator>([], [NewSlice(new(0, 0), directory.Published.Next, _definition.ExpectedKeys)])
            : StackAsOf(directory.Published);
        _prepared = new(Name, [.. stack.Open.Tables.Select((table, task) => new ViewPartition<TKey, TAccumulator>(
            table, _definition.HoldsHotKeys ? stack.Open.Section.HoldPart(task, hasReaders: true) : null))], stack);
        directory.Add(_prepared);
        _state ??= _prepared; // nobody has read yet
    }

    public void Adopt()
    {
        lock (Gate)
        {
            if (_state != _prepared) _prepared.Stack = Reopened(_state.Stack, _prepared.Stack.Open); // perhaps something was published
            _state = _prepared;
            Restacked?.Invoke();
        }
    }

    public void BeginSlice(int number, EpochId end)
    {
        lock (Gate)
        {
            var (state, open) = (_state, NewSlice(new(number, number), end.Next));
            for (var task = 0; task < _taskCount; task++) state.Partitions[task].EndSlice(end, open.Tables[task]);
            state.Stack = state.Stack.With(open);
            Restacked?.Invoke();
        }
    }

    public void Divide(EpochId published, ViewSlices? saved, int open)
    {
        var since = published.Next;
        var ranges = saved?.Ranges ?? [new SliceRange(0, open)]; // a view that is new: cuts from before it mean nothing to it
        List<ViewSlice<TKey, TAccumulator>> slices =
        [
            .. ranges.SkipLast(1).Select(range => NewSlice(range, since)),
            new(ranges[^1], since, NewSection(ranges[^1].Last, _prepared.Stack.Open.Tables)),
        ];
        var kept = saved?.Kept ?? 0;
        _prepared.Stack = new(slices[..kept], slices[kept..], saved?.Batch);
        _folded = new(Name, slices, number => NewSection(number, NewTables(since)));
        _prepared.Folded = _folded;
    }

    public void Loaded()
    {
        _folded?.Fold(_definition);
        _folded = null;
        _prepared.Folded = null;
    }

    /// <summary>What a task wrote to before the open slice began, of the slices that the newest attempt begins with; null when there was
    /// none, or it is gone.</summary>
    public VersionedTable<TKey, TAccumulator>? EndedLast(int task) => _prepared.Stack.All.SkipLast(1).LastOrDefault()?.Tables[task];

    /// <summary>Shows the slices from a number on, and keeps so many of those before it; false when no slice begins there. Under the
    /// gate.</summary>
    /// <remarks>A hand-over keeps one in any case as long as no epoch behind it is published: what goes on from it in the next slice is
    /// saved with that epoch, and a restart before needs it again (<see cref="EndedLast"/>).</remarks>
    public bool TryShowFrom(int first, int kept, string? batch)
    {
        var next = Stack.All.FirstOrDefault(slice => slice.Range.First == first);
        if (batch is not null && next is not null && _publication.Published < next.Since) kept = Math.Max(kept, 1);
        if (_state.Stack.ShowFrom(first, kept, batch) is not { } stack) return false;
        _state.Stack = stack;
        return true;
    }

    /// <summary>Does a slice begin with a number, so that <see cref="TryShowFrom"/> would show it?</summary>
    public bool BeginsAt(int first) => Stack.All.Any(slice => slice.Range.First == first);

    public bool TryDropUpTo(int cut)
    {
        lock (Gate)
        {
            var stack = _state.Stack;
            cut = _heldCuts.Aggregate(cut, Math.Min);
            if (stack.Batch is not null || stack.Shown[0].Range.First > cut) return false;
            if (!TryShowFrom(cut + 1, kept: 0, batch: null)) return false;
            Restacked?.Invoke();
            return true;
        }
    }

    /// <summary>Reads as of an epoch that the caller has pinned, in the slices as they were then.</summary>
    public bool TryReadAsOf(ViewSlice<TKey, TAccumulator>[] slices, TKey key, EpochId epoch, out TValue value)
    {
        var found = TryReadAccumulator(slices, key, epoch, out var accumulator);
        ThrowIfReplaced(slices);
        value = _definition.Result(found ? accumulator : _definition.Zero());
        return found;
    }

    /// <summary>The same for what is kept rather than what readers are given; it must not be changed.</summary>
    public bool TryReadAccumulator(ViewSlice<TKey, TAccumulator>[] slices, TKey key, EpochId epoch, out TAccumulator accumulator)
    {
        if (key is null) throw new ArgumentNullException(nameof(key), NoKey);
        return TryReadAccumulator(slices, key, _definition.EntryHash(key), epoch, out accumulator);
    }

    /// <inheritdoc cref="TryReadAccumulator(ViewSlice{TKey, TAccumulator}[], TKey, EpochId, out TAccumulator)"/>
    /// <remarks>The caller has pinned the epoch, or checks afterwards that it is still the published one.</remarks>
    public bool TryReadAccumulator(
        ViewSlice<TKey, TAccumulator>[] slices, TKey key, uint hash, EpochId epoch, out TAccumulator accumulator)
    {
        var task = TaskOf(key, hash);
        return slices.Length == 1
            ? slices[0].TryRead(task, key, hash, epoch, out accumulator)
            : TryReadSum(slices, task, key, hash, epoch, out accumulator);
    }

    /// <summary>Reads what is kept for all keys as of an epoch that the caller has pinned; it must not be changed.</summary>
    public IEnumerable<KeyValuePair<TKey, TAccumulator>> ReadAccumulators(ViewSlice<TKey, TAccumulator>[] slices, EpochId epoch) =>
        slices[0].Section.Stored is { } stored ? ReadStored(slices, stored, epoch) : ReadTables(slices, epoch);

    /// <summary>Reads what is in the store; such a view has one slice.</summary>
    private IEnumerable<KeyValuePair<TKey, TAccumulator>> ReadStored(
        ViewSlice<TKey, TAccumulator>[] slices, StoredSection<TKey, TAccumulator> stored, EpochId epoch)
    {
        foreach (var pair in stored.ReadAll((key, hash) => slices[0].Tables[TaskOf(key, hash)], epoch))
        {
            ThrowIfReplaced(slices);
            yield return pair;
        }
    }

    private IEnumerable<KeyValuePair<TKey, TAccumulator>> ReadTables(ViewSlice<TKey, TAccumulator>[] slices, EpochId epoch)
    {
        for (var i = 0; i < slices.Length; i++)
        {
            for (var task = 0; task < _taskCount; task++)
            {
                foreach (var (key, hash, part) in TableReader.ReadAll(slices[i].Tables[task], epoch.Number))
                {
                    if (ViewSlice<TKey, TAccumulator>.HaveKey(slices.AsSpan(0, i), task, key, hash, epoch)) continue;
                    yield return new(key, i == slices.Length - 1 ? part : Sum(slices, i, task, key, hash, epoch, part));
                }
            }
        }
    }

    /// <summary>Where keys of another codec instance are in the slices.</summary>
    public SliceReads<TKey> Reads(ICodec<TKey> codec) =>
        new(_definition.KeyCodec, ReferenceEquals(codec, _definition.KeyCodec), _taskCount, _keyGroups, _definition.Parts);

    /// <summary>A snapshot from before a restart would be given what was committed since, of keys that were not in memory then.</summary>
    private void ThrowIfReplaced(ViewSlice<TKey, TAccumulator>[] slices)
    {
        if (slices[0].Section.Stored is null || IsShown(slices)) return;
        throw new InvalidOperationException(
            $"The snapshot of view '{Name}' is from before a restart of the run, and the view is held in memory in part, so it cannot be " +
            "read any more. Remedy: take another snapshot.");
    }

    /// <summary>Are these slices of the attempt that commits? Of a view that is never cut.</summary>
    private bool IsShown(ViewSlice<TKey, TAccumulator>[] slices) => slices[0] == _state.Stack.Shown[0];

    /// <summary>The task that owns a key.</summary>
    public int TaskOf(TKey key, uint hash) =>
        _taskCount == 1 ? 0 : KeyGroups.TaskOf(KeyGroups.GroupOf(_definition.OwnerHash(key, hash), _keyGroups), _keyGroups, _taskCount);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadSum(
        ViewSlice<TKey, TAccumulator>[] slices, int task, TKey key, uint hash, EpochId epoch, out TAccumulator accumulator)
    {
        var sum = new SliceSum<TKey, TAccumulator, TValue>(_definition);
        foreach (var slice in slices)
        {
            if (slice.TryRead(task, key, hash, epoch, out var part)) sum.Add(part);
        }
        accumulator = sum.Value;
        return !sum.IsEmpty;
    }

    private TAccumulator Sum(
        ViewSlice<TKey, TAccumulator>[] slices, int first, int task, TKey key, uint hash, EpochId epoch, TAccumulator found)
    {
        var sum = new SliceSum<TKey, TAccumulator, TValue>(_definition);
        sum.Add(found);
        foreach (var slice in slices.AsSpan(first + 1))
        {
            if (slice.TryRead(task, key, hash, epoch, out var part)) sum.Add(part);
        }
        return sum.Value;
    }

    /// <summary>The slices for a new attempt: the one that was open in an epoch with new tables, those before it as they are, and none of
    /// those that began later.</summary>
    private SliceStack<TKey, TAccumulator> StackAsOf(EpochId published)
    {
        var former = _state.Stack.Shown.Last(slice => slice.Since <= published.Next);
        var tables = NewTables(published.Next);
        return Reopened(_state.Stack, new(former.Range, former.Since, NewSection(former.Range.Last, tables)));
    }

    private static SliceStack<TKey, TAccumulator> Reopened(SliceStack<TKey, TAccumulator> former, ViewSlice<TKey, TAccumulator> open) =>
        new(former.Kept, [.. former.Shown.TakeWhile(slice => slice.Range.Last < open.Range.First), open], former.Batch);

    private ViewSlice<TKey, TAccumulator> NewSlice(SliceRange range, EpochId since, int expectedKeys = 0) =>
        new(range, since, NewSection(range.Last, NewTables(since, expectedKeys)));

    private VersionedTable<TKey, TAccumulator>[] NewTables(EpochId since, int expectedKeys = 0)
    {
        var tables = new VersionedTable<TKey, TAccumulator>[_taskCount];
        for (var task = 0; task < _taskCount; task++) tables[task] = new(since, _definition.Copy, expectedKeys / _taskCount);
        return tables;
    }

    private StateSection<TKey, TAccumulator> NewSection(int number, IReadOnlyList<VersionedTable<TKey, TAccumulator>> tables)
    {
        var codec = _definition.AccumulatorCodec is { } value
            ? new SectionCodec<TKey, TAccumulator>(_definition.KeyCodec, value, _definition.Parts, _definition.Kind)
            : null;
        return new(SectionNames.Of(Name, number), tables, codec, _keyGroups);
    }
}
