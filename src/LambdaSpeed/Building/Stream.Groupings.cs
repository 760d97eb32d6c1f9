using LambdaSpeed.Groupings;
using LambdaSpeed.Topologies;

namespace LambdaSpeed;

public partial class Stream<T>
{
    /// <summary>The next reader's tasks get equally many tuples, in turn. Needs equally fast tasks.</summary>
    public Stream<T> Shuffle() => By(new Grouping<T>(GroupingKind.Shuffle));

    /// <summary>Task i of the next reader reads from task i of the sender when both have equally many tasks, at the price of a call;
    /// else as <see cref="Shuffle"/>. The default.</summary>
    public Stream<T> LocalOrShuffle() => By(new Grouping<T>(GroupingKind.LocalOrShuffle));

    /// <summary>Each tuple goes to the task with the least waiting for it, as seen at the start of each chunk.</summary>
    public Stream<T> LoadAwareShuffle() => By(new Grouping<T>(GroupingKind.LoadAwareShuffle));

    /// <summary>Every task of the next reader gets every tuple. Costs as many copies as there are tasks.</summary>
    public Stream<T> All() => By(new Grouping<T>(GroupingKind.All));

    /// <summary>Task 0 of the next reader gets every tuple.</summary>
    public Stream<T> Global() => By(new Grouping<T>(GroupingKind.Global));

    /// <summary>The sending bolt names the task for each tuple with <see cref="Emitter{T}.EmitTo"/>; what it emits without is a
    /// fault.</summary>
    public Stream<T> Direct() => By(new Grouping<T>(GroupingKind.Direct));

    /// <summary>All tuples of a key go to one task of the next reader, chosen by the stable hash of the key.</summary>
    /// <remarks>For a reader that needs the key itself, or keeps state by key, see <c>GroupBy</c>.</remarks>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <param name="keySelector">Takes the key from a tuple. A null key fails the sending task, as whatever a grouping throws does; to skip
    /// such tuples or make dead letters of them, see <c>GroupBy</c>.</param>
    /// <param name="codec">Hashes the key; by default the codec of its type.</param>
    public Stream<T> Fields<TKey>(Func<T, TKey> keySelector, ICodec<TKey>? codec = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(keySelector);
        return By(new Grouping<T>(GroupingKind.Fields, HashOf: HashOf($"{_draft.Name}: Fields", keySelector, codec)));
    }

    /// <summary>A grouping of your own.</summary>
    /// <param name="factory">Makes the grouping of one sending task.</param>
    public Stream<T> Custom(Func<ICustomGrouping<T>> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return By(new Grouping<T>(GroupingKind.Custom, Custom: factory));
    }

    /// <summary>A grouping of your own, without state.</summary>
    /// <param name="chooseTask">Chooses the task, from 0, given the tuple and the number of tasks.</param>
    public Stream<T> Custom(Func<T, int, int> chooseTask)
    {
        ArgumentNullException.ThrowIfNull(chooseTask);
        return Custom(() => new LambdaGrouping<T>(chooseTask));
    }

    /// <summary>Has the next reader read by a grouping. A stream that has one already is reported: only the last could count.</summary>
    internal Stream<T> By(Grouping<T> grouping)
    {
        foreach (var source in _sources.Where(source => source.IsGrouped))
        {
            _draft.Report(new(source.Of.Node.Name,
                $"its stream is grouped twice, by {TopologyText.GroupingWord(source.Grouping.Kind)} " +
                $"and then by {TopologyText.GroupingWord(grouping.Kind)}, for one reader",
                "keep the grouping that is meant; for two readers, begin each time at the stream without one"));
        }
        return new Stream<T>(_draft, [.. _sources.Select(source => source with { Grouping = grouping })]);
    }
}
