import type { Zone } from './view.ts'

/** The class names of each part of the country: a quiet tint, and its ink where something has to stand out on it. */
interface Tint {
  fill: string
  ink_fill: string
  stroke: string
  ring: string
  background: string
  text: string
}

// Written out, since Tailwind keeps only class names that it finds in the source.
export const tints: Record<Zone, Tint> = {
  Northern: {
    fill: 'fill-north',
    ink_fill: 'fill-north-ink',
    stroke: 'stroke-north',
    ring: 'stroke-north-ink',
    background: 'bg-north',
    text: 'text-north-ink',
  },
  Central: {
    fill: 'fill-central',
    ink_fill: 'fill-central-ink',
    stroke: 'stroke-central',
    ring: 'stroke-central-ink',
    background: 'bg-central',
    text: 'text-central-ink',
  },
  Eastern: { fill: 'fill-east', ink_fill: 'fill-east-ink', stroke: 'stroke-east', ring: 'stroke-east-ink', background: 'bg-east', text: 'text-east-ink' },
  Western: { fill: 'fill-west', ink_fill: 'fill-west-ink', stroke: 'stroke-west', ring: 'stroke-west-ink', background: 'bg-west', text: 'text-west-ink' },
  Southern: {
    fill: 'fill-south',
    ink_fill: 'fill-south-ink',
    stroke: 'stroke-south',
    ring: 'stroke-south-ink',
    background: 'bg-south',
    text: 'text-south-ink',
  },
  'North-Eastern': {
    fill: 'fill-north-east',
    ink_fill: 'fill-north-east-ink',
    stroke: 'stroke-north-east',
    ring: 'stroke-north-east-ink',
    background: 'bg-north-east',
    text: 'text-north-east-ink',
  },
  Islands: {
    fill: 'fill-islands',
    ink_fill: 'fill-islands-ink',
    stroke: 'stroke-islands',
    ring: 'stroke-islands-ink',
    background: 'bg-islands',
    text: 'text-islands-ink',
  },
}

/** From the lowest class to the highest. */
export const scale = [
  { fill: 'fill-scale-1', background: 'bg-scale-1' },
  { fill: 'fill-scale-2', background: 'bg-scale-2' },
  { fill: 'fill-scale-3', background: 'bg-scale-3' },
  { fill: 'fill-scale-4', background: 'bg-scale-4' },
  { fill: 'fill-scale-5', background: 'bg-scale-5' },
] as const
