using LambdaSpeed.Tests.Fixtures;
using LambdaSpeed.Tests.RealData;
using LambdaSpeed.Tests.Simulation;
using LambdaSpeed.Tasks;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>An async bolt drawn from a seed, and an outside that ends its calls in any order: with failures, calls that never return, and
/// attempts of the run that fail in the middle.</summary>
internal sealed class RandomCalls
{
    private static readonly TimeSpan _timeout = TimeSpan.FromMilliseconds(200);

    private readonly Random _random;
    private readonly FakeTimeProvider _clock = new();
    private readonly List<Call> _pending = [];
    private readonly Dictionary<long, int> _attempts = []; // by number, of the run's attempt at hand
    private readonly List<long> _seen = []; // likewise, in the order of handing on
    private readonly Dictionary<long, int> _failures; // by number, how often its calls fail
    private readonly AsyncOptions _options;
    private readonly int _sources;
    private readonly int _tasks;
    private readonly int _retries;
    private readonly int? _keys; // null without order by key
    private readonly SteppedRun _run;
    private readonly ViewName<long, long> _view;
    private readonly ViewName<long, long> _letters;

    public RandomCalls(int seed)
    {
        _random = new Random(seed);
        _sources = _random.Next(1, 3);
        _tasks = _random.Next(1, 5);
        _retries = _random.Next(0, 3);
        _keys = _random.Next(3) == 0 ? _random.Next(1, 20) : null;
        var most = _random.Next(1, 9);
        _options = new()
        {
            MaxConcurrency = most,
            MaxHeld = _random.Next(2) == 0 ? null : most + _random.Next(0, 20),
            Order = (AsyncOrder)_random.Next(2),
            Timeout = _timeout,
        };
        _failures = Enumerable.Range(0, _random.Next(1, 200)).ToDictionary(x => (long)x, _ => _random.Next(4) == 0 ? _random.Next(1, 4) : 0);
        var builder = new TopologyBuilder("stepped");
        (_view, _letters) = Describe(builder);
        _run = new SteppedRun(builder, _clock, new() { ChunkSize = _random.Next(1, 9), EdgeCapacity = _random.Next(1, 4) }, seed);
    }

    public int Restarts { get; private set; }

    public int TimedOut { get; private set; }

    public int BarriersPastCalls { get; private set; }

    /// <summary>Lives until nothing is left, then compares with what must be.</summary>
    public async Task LiveAsync()
    {
        while (!_run.Attempt.Ending.IsCompleted)
        {
            switch (_random.Next(12))
            {
                case 0:
                    Advance(_random.Next(1, 30));
                    break;
                case 1:
                    var published = _run.Published;
                    _run.Ask(attempt => attempt.RequestEpoch());
                    if (_run.Published > published && _pending.Count > 0) BarriersPastCalls++;
                    break;
                case 2 when Restarts < 3 && _random.Next(4) == 0:
                    await RestartAsync();
                    break;
                case 3:
                    _run.StepSome(_random.Next(1, 5));
                    break;
                default:
                    EndOne();
                    if (_random.Next(2) == 0) _run.Step();
                    break;
            }
            RequireBounds();
        }
        RequireSame(_failures.Where(number => number.Value <= _retries).ToDictionary(number => number.Key, _ => 2L), _run.Content(_view));
        RequireSame(
            _failures.Where(number => number.Value > _retries).ToDictionary(number => number.Key, _ => 1L + _retries), _run.Content(_letters));
    }

    private void RequireSame(Dictionary<long, long> expected, Dictionary<long, long> actual)
    {
        var differences = expected.Keys.Union(actual.Keys).Order()
            .Where(key => expected.GetValueOrDefault(key) != actual.GetValueOrDefault(key))
            .Select(key => $"{key}: {expected.GetValueOrDefault(key)} expected, {actual.GetValueOrDefault(key)} found, fails {_failures[key]} times");
        Assert.True(!differences.Any(), $"{string.Join("; ", differences)} ({_retries} retries, {Restarts} restarts, {_options}, by key {_keys})");
    }

    private (ViewName<long, long> View, ViewName<long, long> Letters) Describe(TopologyBuilder builder)
    {
        var options = new ComponentOptions
        {
            OnFailure = TupleFailurePolicy.DeadLetter,
            Retry = new() { MaxRetries = _retries, FirstDelay = TimeSpan.FromMilliseconds(_random.Next(0, 20)) },
        };
        var numbers = builder.AddSpout("numbers", () => new RowSpout<long>([.. _failures.Keys], _ => { }), _sources);
        AsyncBolt<long, long> Make() => new CallingBolt(CallAsync);
        var calling = _keys is { } keys
            ? numbers.Then("calls", Make, x => x % keys, _options, _tasks, options)
            : numbers.Then("calls", Make, _options, _tasks, options);
        calling.ForEach("see", _seen.Add);
        return (
            calling.GroupBy(x => x).Aggregate("counts", a => a.Count(), _tasks).ToView(),
            calling.DeadLetters().GroupBy(letter => letter.Tuple).Aggregate("letters", a => a.Sum(letter => letter.Attempts)).ToView());
    }

    /// <summary>Emits before and after the outside has answered: of a call that fails nothing is to be seen.</summary>
    private async ValueTask CallAsync(long number, Emitter<long> output, CancellationToken cancellationToken)
    {
        var attempt = _attempts[number] = _attempts.GetValueOrDefault(number) + 1;
        var fails = attempt <= _failures[number];
        output.Emit(number);
        if (_random.Next(4) > 0) // else it completes, or fails, at once
        {
            var call = new Call(number, fails, IsMute: fails && _random.Next(3) == 0, _clock.GetUtcNow(), new TaskCompletionSource());
            _pending.Add(call);
            await call.Ending.Task;
        }
        if (fails) throw new TestFailure();
        output.Emit(number);
    }

    private void EndOne()
    {
        var talking = _pending.Where(call => !call.IsMute).ToList();
        if (talking.Count > 0) End(talking[_random.Next(talking.Count)]);
        else Advance(50); // for what is to be tried again, or has taken too long
    }

    private void End(Call call)
    {
        _pending.Remove(call);
        call.Ending.SetResult();
    }

    /// <summary>Lets time pass; who answers at all does so in time.</summary>
    private void Advance(int milliseconds)
    {
        var overdue = _clock.GetUtcNow() + TimeSpan.FromMilliseconds(milliseconds) - _timeout;
        foreach (var call in _pending.Where(call => !call.IsMute && call.At <= overdue).ToList()) End(call);
        _run.Step();
        _run.Advance(milliseconds);
        TimedOut = Math.Max(TimedOut, (int)Counted(calls => calls.TimedOut));
    }

    private async Task RestartAsync()
    {
        Restarts++;
        await _run.RestartAsync(meanwhile: () =>
        {
            _attempts.Clear();
            _seen.Clear();
            foreach (var call in _pending.ToList()) End(call); // whom nobody asks any more
        });
    }

    private void RequireBounds()
    {
        Assert.Null(_run.Attempt.Fault);
        Assert.InRange(Counted(calls => calls.UnderWay), 0, (long)_options.MaxConcurrency * _tasks);
        Assert.InRange(Counted(calls => calls.Held), 0, (long)_options.Capacity * _tasks);
        if (_sources > 1) return; // the numbers have no order
        if (_keys is { } keys) Assert.All(_seen.GroupBy(x => x % keys), ofKey => Assert.Equal(ofKey.Order(), ofKey));
        else if (_options.Order == AsyncOrder.Input && _tasks == 1) Assert.Equal(_seen.Order(), _seen);
    }

    private long Counted(Func<CallCounters, long> what) => _run.Attempt.Tasks.SelectMany(task => task.Stages)
        .Select(stage => stage.Context.Calls).OfType<CallCounters>().Sum(what);

    private sealed record Call(long Number, bool Fails, bool IsMute, DateTimeOffset At, TaskCompletionSource Ending);
}
