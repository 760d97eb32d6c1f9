using LambdaSpeed.Invariants;
using LambdaSpeed.State;

namespace LambdaSpeed.Epochs;

/// <summary>The cuts of a run: which epochs end a slice, and where the sources stood then. Outlives attempts.</summary>
/// <remarks>
/// <code>
///          Begin                Announce              the epoch is published
///   ───────────────► asked for ──────────► announced ───────────────────────► listed ──── Withdraw ───► gone
///                        └──────── GoBack: the attempt failed before ────────────────────────────────►
/// </code>
/// Safe from any thread.
/// </remarks>
internal sealed class CutLedger(EpochPublication publication)
{
    private readonly Lock _gate = new();
    private readonly List<NumberedCut> _cuts = []; // by number; under the gate
    private int _open;      // the number of the open slice; under the gate
    private DateTimeOffset _askedAt; // when that was asked; under the gate
    private EpochId? _asked; // the epoch that is to end it, while its barriers are on their way; under the gate

    /// <summary>Raised when a cut is entered, on the thread that does; it is listed when its epoch is published, if that comes to
    /// pass.</summary>
    public event Action<EpochId>? Announced;

    /// <summary>The cuts of published epochs that have not been withdrawn, oldest first.</summary>
    public IReadOnlyList<NumberedCut> Listed
    {
        get
        {
            var published = publication.Published;
            lock (_gate) return [.. _cuts.Where(cut => cut.Cut.Epoch <= published)];
        }
    }

    /// <summary>The last of the listed cuts; null when there is none.</summary>
    public NumberedCut? Newest => Listed is [.., var newest] ? newest : null;

    /// <summary>The number of the newest listed cut that was made by some time; null when there is none.</summary>
    public int? NewestMadeBy(DateTimeOffset time) => Listed.LastOrDefault(cut => cut.MadeAt <= time)?.Number;

    /// <summary>An epoch is to end the open slice; the answer is the number of the next one.</summary>
    public int Begin(EpochId epoch, DateTimeOffset now)
    {
        lock (_gate)
        {
            Invariant.Require(_asked is null, $"{epoch} is to end slice {_open}, which {_asked} ends");
            (_asked, _askedAt) = (epoch, now);
            return _open + 1;
        }
    }

    /// <summary>Does an epoch that is on its way end the open slice?</summary>
    public bool EndsSlice(EpochId epoch)
    {
        lock (_gate) return _asked == epoch;
    }

    /// <summary>All tasks have sealed an epoch that ends a slice: enters the cut.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="positions">Where the spouts stood.</param>
    /// <param name="watermark">How far event time had come.</param>
    public void Announce(EpochId epoch, IReadOnlyList<SpoutPositions> positions, DateTimeOffset? watermark)
    {
        lock (_gate)
        {
            Invariant.Require(_asked == epoch, $"{epoch} was not to end slice {_open}");
            _cuts.Add(new(_open++, new Cut(epoch, positions.GroupBy(task => task.Spout).Select(SourceOf), watermark), _askedAt));
            _asked = null;
        }
        Announced?.Invoke(epoch);
    }

    /// <summary>The attempt has failed: what was cut after an epoch was not cut.</summary>
    public void GoBack(EpochId published)
    {
        lock (_gate)
        {
            _asked = null;
            for (; _cuts.Count > 0 && _cuts[^1].Cut.Epoch > published; _cuts.RemoveAt(_cuts.Count - 1)) _open--;
        }
    }

    /// <summary>Goes on with what a checkpoint holds.</summary>
    public void Restore(SliceManifest saved)
    {
        lock (_gate)
        {
            _cuts.Clear();
            _cuts.AddRange(saved.Cuts);
            _open = saved.Open;
        }
    }

    /// <summary>Keeps the cuts at which some view's slice begins or ends, and forgets the others.</summary>
    /// <param name="views">Gives the views' slices as they are now.</param>
    public void Withdraw(Func<IEnumerable<ViewSlices>> views)
    {
        int open;
        lock (_gate) open = _open;
        List<ViewSlices> slices = [.. views()]; // not under the gate: views ask for cuts under theirs
        lock (_gate)
        {
            var needed = slices.SelectMany(view => view.Ranges).SelectMany(range => (int[])[range.First - 1, range.Last]).ToHashSet();
            _cuts.RemoveAll(cut => cut.Number < Math.Min(open, _open) - 1 && !needed.Contains(cut.Number));
        }
    }

    /// <summary>What a checkpoint is to hold; null when there has been no cut. To be taken before the views' slices, so that it has the
    /// cuts of all of them.</summary>
    public (int Open, IReadOnlyList<NumberedCut> Cuts)? Capture()
    {
        lock (_gate) return _open == 0 ? null : (_open, [.. _cuts]);
    }

    private static CutSource SourceOf(IGrouping<string, SpoutPositions> tasks)
    {
        var logs = tasks.Select(task => task.SourceId).Distinct().ToList();
        return new(tasks.Key, logs.Count == 1 ? logs[0] : null, tasks.SelectMany(task => task.Positions));
    }
}
