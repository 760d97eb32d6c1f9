using System.Text;

namespace LambdaSpeed.Tests.Outputs;

/// <summary>A place outside of the library: what was put there, and how often it fails, survive the outlets that put it there.</summary>
internal sealed class PlaceOfOutputs
{
    private readonly Lock _gate = new();
    private readonly List<string> _texts = []; // id and value; under the gate

    /// <summary>Called before each thing that an outlet does, by its name; what it throws is the outlet's.</summary>
    public Action<string> Before { get; set; } = static _ => { };

    /// <summary>What a checkpoint keeps with the outputs.</summary>
    public byte[] Mark { get; set; } = [];

    public int MostBytes { get; init; } = 1000;

    public OutletContext? Context { get; private set; }

    /// <summary>The marks that came back with outputs that may be out.</summary>
    public List<byte[]> Returned { get; } = [];

    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_gate) return [.. _texts];
        }
    }

    public int Opened { get; private set; }

    public int Closed { get; private set; }

    public IOutlet NewOutlet() => new Outlet(this);

    private sealed class Outlet(PlaceOfOutputs place) : IOutlet
    {
        private OutputHeader _header = null!;

        public int MostBytes => place.MostBytes;

        public long Incarnation { get; private set; }

        public ReadOnlyMemory<byte> Mark => place.Mark;

        public OutletDescription Description => new("a place", OutletState.Sending, null);

        public ValueTask OpenAsync(OutletContext context, CancellationToken cancellationToken)
        {
            place.Before("open");
            _header = new(context.Topology, context.Output);
            place.Context = context;
            place.Opened++;
            return ValueTask.CompletedTask;
        }

        public void Begin(long least, IReadOnlyList<SealedOutputs> mayBeOut)
        {
            place.Before("begin");
            if (Incarnation == 0) place.Returned.AddRange(mayBeOut.Select(outputs => outputs.Mark.ToArray()));
            Incarnation = Math.Max(least, 1);
        }

        public void Release(SealedOutputs outputs)
        {
            foreach (var record in outputs.Records)
            {
                place.Before("release");
                var text = $"{_header.TextOf(outputs.Task, outputs.IdOf(record.Sequence))}={Encoding.UTF8.GetString(record.Value)}";
                lock (place._gate)
                {
                    if (!outputs.MayBeOut || !place._texts.Contains(text)) place._texts.Add(text);
                }
            }
        }

        public void MakeDurable() => place.Before("sync");

        public ValueTask CloseAsync()
        {
            place.Closed++;
            return ValueTask.CompletedTask;
        }
    }
}
