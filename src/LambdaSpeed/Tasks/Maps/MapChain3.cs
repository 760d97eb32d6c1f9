using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks.Maps;

/// <summary>A <see cref="MapChain{TOut}"/> of three.</summary>
internal sealed class MapChain3<TIn, T1, T2, TOut>(
    StageContext[] contexts,
    TupleBuffer<TIn> input,
    Func<TIn, T1> first,
    Func<T1, T2> second,
    Func<T2, TOut> third) : MapChain<TOut>(contexts)
{
    private readonly TupleBuffer<TIn> _input = input;
    private readonly Func<TIn, T1> _first = first;
    private readonly Func<T1, T2> _second = second;
    private readonly Func<T2, TOut> _third = third;

    public override MapChain<TNext> Then<TNext>(StageContext context, Func<TOut, TNext> selector) =>
        new MapChain4<TIn, T1, T2, TOut, TNext>([.. Contexts, context], _input, _first, _second, _third, selector);

    public override Stage Into(OutputPort<TOut> output, int site) => CallSite.Accept(site, new Site(this, output));

    private sealed class Site(MapChain3<TIn, T1, T2, TOut> chain, OutputPort<TOut> output) : ICallSiteVisitor<Stage>
    {
        public Stage Visit<TSite>()
            where TSite : struct => new Loop<TSite>(chain, output);
    }

    private sealed class Loop<TSite>(MapChain3<TIn, T1, T2, TOut> chain, OutputPort<TOut> output)
        : MapStage<TIn, TOut>(chain.Contexts, chain._input, output)
        where TSite : struct
    {
        private readonly Func<TIn, T1> _first = chain._first;
        private readonly Func<T1, T2> _second = chain._second;
        private readonly Func<T2, TOut> _third = chain._third;

        protected override void Turn(ReadOnlySpan<TIn> tuples, Span<TOut> results)
        {
            var first = _first;
            var second = _second;
            var third = _third;
            results = results[..tuples.Length];
            for (var i = 0; i < tuples.Length; i++)
            {
                Index = i;
                Lambda = 0;
                var after1 = first(tuples[i]);
                Lambda = 1;
                var after2 = second(after1);
                Lambda = 2;
                results[i] = third(after2);
            }
        }
    }
}
