using System.Diagnostics;

namespace LambdaSpeed.Testing;

/// <summary>Which calls of one kind fail, and how: what the flaky decorators are given.</summary>
/// <remarks>A plan counts the calls it is asked about, so it is for one kind of call of one place; several tasks, journals or restarts may
/// share it, and go on counting. Safe from any thread.</remarks>
[DebuggerDisplay("{Faults} of {Calls} failed")]
public sealed class FaultPlan
{
    private const int Kinds = 3; // of faults

    private readonly Lock _gate = new();
    private readonly Func<long, InjectedFault> _faultOf;
    private long _calls;  // asked about so far; under the gate
    private long _faults; // of them, those that were to fail; under the gate

    /// <summary>Creates a plan of your own.</summary>
    /// <param name="faultOf">How a call fails, told its number from 0. Asked once for each call, by one thread at a time, before the call;
    /// what it throws goes through to the caller, so that a call can fail in a way of your own.</param>
    public FaultPlan(Func<long, InjectedFault> faultOf)
    {
        ArgumentNullException.ThrowIfNull(faultOf);
        _faultOf = faultOf;
    }

    /// <summary>Calls so far, failed ones included.</summary>
    public long Calls
    {
        get
        {
            lock (_gate) return _calls;
        }
    }

    /// <summary>Calls that have failed so far.</summary>
    public long Faults
    {
        get
        {
            lock (_gate) return _faults;
        }
    }

    /// <summary>No call fails; they are counted.</summary>
    public static FaultPlan Never() => new(_ => InjectedFault.None);

    /// <summary>The first calls fail, in turn in each of the ways there are.</summary>
    /// <param name="failures">How many calls fail; 0 or more.</param>
    public static FaultPlan First(int failures)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(failures);
        return new(call => call < failures ? KindOf((ulong)call) : InjectedFault.None);
    }

    /// <summary>Any call may fail, in any of the ways there are: whether and how is decided by the seed and the call's number
    /// alone.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="share">How many of the calls fail, on the average: from 0, none, to 1, all.</param>
    public static FaultPlan Random(int seed, double share)
    {
        if (share is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "A share is from 0 to 1.");
        return new(call =>
        {
            var bits = Mix(Mix((ulong)(uint)seed) + (ulong)call);
            return (bits >> 11) * (1.0 / (1UL << 53)) < share ? KindOf(Mix(bits) >> 8) : InjectedFault.None;
        });
    }

    /// <summary>Makes a call, or fails it as planned: for decorators of your own.</summary>
    /// <param name="what">What is called, for the exception: "commit".</param>
    /// <param name="call">The call.</param>
    /// <param name="asSeen">What the caller is to see of a failure, when its contract asks for an exception of its own; null for an
    /// <see cref="InjectedFaultException"/>, or a <see cref="TaskCanceledException"/> in the place of a time-out.</param>
    public void Inject(string what, Action call, Func<Exception, Exception>? asSeen = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        Begin(what).Make(call, asSeen);
    }

    /// <inheritdoc cref="Inject"/>
    public ValueTask InjectAsync(string what, Func<ValueTask> call, Func<Exception, Exception>? asSeen = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Begin(what).MakeAsync(call, asSeen);
    }

    /// <summary>Decides what becomes of the next call.</summary>
    /// <param name="what">What is called.</param>
    internal PlannedCall Begin(string what)
    {
        ArgumentException.ThrowIfNullOrEmpty(what);
        lock (_gate)
        {
            var call = _calls++;
            var fault = _faultOf(call);
            if (fault != InjectedFault.None) _faults++;
            return new(what, call, fault);
        }
    }

    private static InjectedFault KindOf(ulong number) => (InjectedFault)(1 + (int)(number % Kinds));

    /// <summary>Spreads bits (the finalizer of SplitMix64).</summary>
    private static ulong Mix(ulong bits)
    {
        bits += 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
