using LambdaSpeed.BatchViews;
using LambdaSpeed.Lambda;
using LambdaSpeed.Views;
using LambdaSpeed.Windows;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <content>The views that a batch layer takes part in.</content>
internal sealed partial class SlicedWorld
{
    private interface IHandedOver
    {
        void Reopen();

        void Publish();

        void RollBack();

        void NoteDurable();

        void Check(string when, long[] committed);
    }

    /// <summary>One view, its merged view, and what its batch layer has published.</summary>
    /// <param name="world">The world.</param>
    /// <param name="name">The view.</param>
    /// <param name="keys">How many keys it has.</param>
    /// <param name="schemaOf">What its batch views are made of.</param>
    /// <param name="compute">What the batch layer makes of the numbers of a key.</param>
    /// <param name="text">A result, as it is compared.</param>
    /// <param name="above">A result above a cut, as it is compared.</param>
    /// <param name="less">What is above a cut of what is made of all numbers, less what was made of those up to it; by default what is made of the
    /// numbers above it.</param>
    private sealed class HandedOver<TAccumulator, TResult>(
        SlicedWorld world, string name, int keys, Func<RealtimeView<long, TAccumulator, TResult>, BatchViewSchema<long, TAccumulator>> schemaOf,
        Func<IEnumerable<long>, TAccumulator> compute, Func<TResult, string> text, Func<TResult, string>? above = null,
        Func<TResult, TResult, TResult>? less = null) : IHandedOver
    {
        private readonly List<string> _published = [""]; // names of files; the empty one is none at all
        private int _durable;                // which of them must be there after a crash, or a later one
        private (RunAttempt Attempt, EpochId Epoch, int Published)? _owed; // the epoch that makes the newest one durable
        private BatchViewSchema<long, TAccumulator> _schema = null!;
        private MergedView<long, TAccumulator, TResult> _merged = null!;
        private RealtimeView<long, TAccumulator, TResult> _realtime = null!;
        private int _files;

        public void Reopen()
        {
            _realtime = ((IViewTable<long, TAccumulator, TResult>)world._realtime[name]).Table;
            _schema = schemaOf(_realtime);
            var found = _realtime.Stack.Batch ?? "";
            var which = _published.LastIndexOf(found);
            Assert.True(which >= _durable, $"'{found}' is published, and '{_published[_durable]}' was durable");
            if (found.Length > 0) world.Happened = world.Happened with { Reopened = world.Happened.Reopened + 1 };
            _published.RemoveRange(which + 1, _published.Count - which - 1);
            (_durable, _owed) = (which, null);
            _merged = new(_realtime, _schema, world._publication, new() { KeptSlices = 2 },
                new HandOver(world._cuts, file => new ReadBytes(world._batches.OpenRead(Path.GetFileName(file)))) { Settle = world.Settle });
        }

        public void Publish()
        {
            var cuts = world._cuts.Listed.Where(cut => _merged.Cut is not { } former || cut.Cut.Covers(former)).ToList();
            if (cuts.Count == 0) return;
            if (Exchange(cuts[world._random.Next(cuts.Count)].Cut, mayGoBack: false))
            {
                world.Happened = world.Happened with { Publications = world.Happened.Publications + 1 };
            }
        }

        public void RollBack()
        {
            var cuts = world._cuts.Listed;
            if (_merged.Cut is null || cuts.Count == 0) return;
            if (world._random.Next(4) == 0 && TryWithdraw()) return;
            if (Exchange(cuts[world._random.Next(cuts.Count)].Cut, mayGoBack: true))
            {
                world.Happened = world.Happened with { RollBacks = world.Happened.RollBacks + 1 };
            }
        }

        /// <summary>Takes the batch view away; false when slices from before its cut are dropped.</summary>
        private bool TryWithdraw()
        {
            var exchange = _merged.WithdrawAsync();
            if (exchange.IsFaulted)
            {
                Assert.IsType<BatchViewMismatchException>(exchange.Exception!.InnerException);
                Assert.NotNull(_merged.Cut);
                Assert.True(_realtime.Slices.Ranges[0].First > 0);
                return false;
            }
            Assert.Null(_merged.Cut);
            _published.Add("");
            _owed = Owed();
            world.Happened = world.Happened with { Withdrawals = world.Happened.Withdrawals + 1 };
            return true;
        }

        public void NoteDurable()
        {
            if (_owed is not { } owed || world._isDead) return;
            if (owed.Attempt != world._attempt) _owed = Owed();
            else if (world._publication.Published >= owed.Epoch) (_durable, _owed) = (owed.Published, null);
        }

        public void Check(string when, long[] committed)
        {
            var expected = Fold(world.Numbers(null, committed), text);
            Require($"{when}, merged", expected, _merged.All(), text);
            Require($"{when}, above the cut", less is null ? Fold(world.Numbers(_merged.Cut, committed), above ?? text) : Rest(committed, less),
                _realtime.All(), above ?? text);
            for (var key = 0; key < Math.Min(5, keys); key++)
            {
                var found = _merged.TryGet(key, out var value) ? text(value) : ""; // a batch view may say that there is nothing
                Assert.Equal(expected.GetValueOrDefault(key, ""), found);
            }
        }

        private bool Exchange(Cut cut, bool mayGoBack)
        {
            var positions = PositionsOf(cut);
            if (world._readsTooFar) positions[0]++;
            var rows = world.Numbers(null, positions).GroupBy(x => x % keys);
            var file = $"{name}-{world._random.Next(1_000_000)}-{_files++}";
            using (var writer = new BatchViewWriter<long, TAccumulator>(world._batches, file, _schema, cut, new()))
            {
                foreach (var row in rows) writer.Add(row.Key, compute(row));
                writer.Complete();
            }
            var batch = new BatchViewFile<long, TAccumulator>(new ReadBytes(world._batches.OpenRead(file)), _schema);
            var exchange = mayGoBack ? _merged.RollBackAsync(batch) : _merged.PublishAsync(batch);
            if (exchange.IsFaulted)
            {
                Assert.IsType<BatchViewMismatchException>(exchange.Exception!.InnerException); // this view's slices are folded over the cut
                Assert.Contains(world._cuts.Listed, listed => listed.Cut.Equals(cut));
                batch.Dispose();
                return false;
            }
            _published.Add(_realtime.Stack.Batch!);
            _owed = Owed();
            return true;
        }

        private (RunAttempt Attempt, EpochId Epoch, int Published)? Owed() => world._attempt.RequestNewEpoch() is { } epoch
            ? (world._attempt, epoch, _published.Count - 1)
            : (world._attempt, new EpochId(long.MaxValue), _published.Count - 1);

        private Dictionary<long, string> Fold(IEnumerable<long> numbers, Func<TResult, string> shown) => ByKey(numbers, group => shown(Of(group)));

        private Dictionary<long, string> Rest(long[] committed, Func<TResult, TResult, TResult> subtract)
        {
            var (all, former) = (world.Numbers(null, committed), world.Numbers(null, PositionsOf(_merged.Cut)));
            return ByKey(all, group => text(subtract(Of(group), Of(former.Where(x => x % keys == group.Key)))));
        }

        private Dictionary<long, string> ByKey(IEnumerable<long> numbers, Func<IGrouping<long, long>, string> shown) => numbers.GroupBy(x => x % keys)
            .Select(group => (group.Key, Text: shown(group))).Where(pair => pair.Text.Length > 0).ToDictionary(pair => pair.Key, pair => pair.Text);

        private TResult Of(IEnumerable<long> numbers) => _realtime.Definition.Result(compute(numbers));

        private static long[] PositionsOf(Cut? cut)
        {
            var positions = new long[Partitions];
            foreach (var position in cut?.Sources[0].Positions ?? []) positions[position.Partition] = position.Offset;
            return positions;
        }

        private void Require(
            string when, Dictionary<long, string> expected, IEnumerable<KeyValuePair<long, TResult>> found, Func<TResult, string> shown)
        {
            var actual = found.ToDictionary(pair => pair.Key, pair => shown(pair.Value));
            foreach (var key in actual.Where(pair => pair.Value.Length == 0).Select(pair => pair.Key).ToList()) actual.Remove(key);
            Assert.True(expected.Count == actual.Count && expected.All(pair => actual.GetValueOrDefault(pair.Key) == pair.Value),
                $"{name} {when}, {world._publication.Published}, {_realtime.Slices}: expected {Text(expected)}, found {Text(actual)}");
        }

        private static string Text(Dictionary<long, string> content) => string.Join(' ', content.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}:{pair.Value}"));
    }

    /// <summary>How many pairs of an even and an odd number are near each other.</summary>
    private static long Pairs(IEnumerable<long> numbers)
    {
        var all = numbers.ToList();
        return all.Where(x => x % 2 == 0).Sum(even => all.Count(odd => odd % 2 != 0 && Math.Abs(odd - even) <= Near));
    }

    /// <summary>What a batch layer makes of the sessions of a key.</summary>
    private static SessionList<long> Sessions(IEnumerable<long> numbers)
    {
        var sessions = new List<Session<long>>();
        foreach (var time in numbers.Select(number => TimeOf(number).UtcTicks).Order())
        {
            if (sessions.Count > 0 && time - sessions[^1].Last <= _gap.Ticks) sessions[^1] = new(sessions[^1].First, time, sessions[^1].Value + 1);
            else sessions.Add(new(time, time, 1));
        }
        return new([.. sessions]);
    }
}
