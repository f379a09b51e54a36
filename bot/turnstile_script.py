"""What Redis does in one step for :mod:`bot.turnstile`: one script, so that no two workers see a line half moved.

| key (below the prefix) | holds |
|---|---|
| ``seq``, ``tick`` | counters: arrivals, turns given |
| ``payload``, ``seqs``, ``owner`` | by place: what waits there, its number by arrival, whose line it stands in |
| ``since`` | by place: when it first arrived |
| ``line:<lane>:<owner>`` | places by arrival |
| ``owners:<lane>`` | the owners with a line |
| ``served:<lane>`` | by owner: the turn that was given last |
| ``later`` | by place: not before then |
| ``held`` | by owner: nothing of theirs before then |
| ``running`` | by token: what a worker has taken |
| ``alive`` | by worker: its last sign of life |
| ``chords`` | by change: the shares that were handed out last: what for, the round, until when the review waits |
| ``open:<change>`` | the places of those shares that are not done |
| ``shared:<place>`` | by a share's place: its texts, sealed |
| ``last`` | set while the last turn among reviews and shares was a share's |

Beside them: a change's counters and a delivery's mark (:mod:`bot.job_state`), and the list of the workers' messages.

A place is ``<lane>\\n<change>``, that of a share ``share\\n<change>\\n<name>``. Times are seconds of Redis' own clock,
unless the caller gives one.
"""

from __future__ import annotations

from bot.share import MOST_DEATHS

SHARE_WAITS = 30.0
"""Seconds after which a share that waits has every second turn: until then each review comes first."""

SCRIPT = (
    rf"""
local SHARE_WAITS, MOST_DEATHS = {SHARE_WAITS}, {MOST_DEATHS}
"""
    + r"""
local P, op, now = KEYS[1], ARGV[1], tonumber(ARGV[2])
local call = redis.call
if now < 0 then
  local time = call('TIME')
  now = tonumber(time[1]) + tonumber(time[2]) / 1000000
end

local function lane_of(place) return string.match(place, '^(%l+)\n') end
local function change_of(place) return string.match(place, '\n(.*)$') end
local function line_of(lane, owner) return P .. 'line:' .. lane .. ':' .. owner end

local function stand(place)
  local lane, owner = lane_of(place), call('HGET', P .. 'owner', place)
  call('ZADD', line_of(lane, owner), call('HGET', P .. 'seqs', place), place)
  call('SADD', P .. 'owners:' .. lane, owner)
end

local function leave(place)
  local lane, owner = lane_of(place), call('HGET', P .. 'owner', place)
  for _, held in ipairs({'payload', 'seqs', 'owner', 'since'}) do call('HDEL', P .. held, place) end
  call('ZREM', P .. 'later', place)
  if owner then
    call('ZREM', line_of(lane, owner), place)
    if call('ZCARD', line_of(lane, owner)) == 0 then call('SREM', P .. 'owners:' .. lane, owner) end
  end
end

local function shared_by(place) return string.match(place, '^share\n(.*)\n[^\n]*$') end

local function share_ended(place, lost)
  local change = shared_by(place)
  call('DEL', P .. 'shared:' .. place)
  if call('SREM', P .. 'open:' .. change, place) == 0 then return end
  local held = call('HGET', P .. 'chords', change)
  local chord = held and cjson.decode(held) or {due = 0, patience = 0}
  local before, open = chord.due, call('SCARD', P .. 'open:' .. change)
  chord.due = math.max(before, math.ceil(now + chord.patience))
  if lost then chord.lost = 1 end
  if held then call('HSET', P .. 'chords', change, cjson.encode(chord)) end
  for _, lane in ipairs({'review', 'command'}) do
    local waits = lane .. '\n' .. change
    local due = tonumber(call('ZSCORE', P .. 'later', waits) or -1)
    if open == 0 and due >= 0 then
      call('ZREM', P .. 'later', waits)
      stand(waits)
    elseif due == before then
      call('ZADD', P .. 'later', chord.due, waits)
    end
  end
end

local function withdraw(change)
  for _, place in ipairs(call('SMEMBERS', P .. 'open:' .. change)) do
    leave(place)
    call('DEL', P .. 'shared:' .. place)
  end
  call('DEL', P .. 'open:' .. change)
  call('HDEL', P .. 'chords', change)
end

local function back(entry, due)
  local place = entry.place
  if lane_of(place) == 'share' then
    if call('SISMEMBER', P .. 'open:' .. shared_by(place), place) == 0 then return end
    entry.deaths = (entry.deaths or 0) + 1
    if entry.deaths >= MOST_DEATHS then return share_ended(place, true) end
    local payload = cjson.decode(entry.payload)
    payload.deaths = entry.deaths
    entry.payload = cjson.encode(payload)
  end
  if call('HEXISTS', P .. 'payload', place) == 1 then
    if tonumber(entry.seq) < tonumber(call('HGET', P .. 'seqs', place)) then
      call('HSET', P .. 'seqs', place, entry.seq)
      if not call('ZSCORE', P .. 'later', place) then stand(place) end
    end
    return
  end
  call('HSET', P .. 'payload', place, entry.payload)
  call('HSET', P .. 'seqs', place, entry.seq)
  call('HSET', P .. 'owner', place, entry.owner)
  call('HSET', P .. 'since', place, entry.since or now)
  if due > now then call('ZADD', P .. 'later', due, place) else stand(place) end
end

local function tidy(lost_after)
  for _, place in ipairs(call('ZRANGEBYSCORE', P .. 'later', '-inf', now)) do
    call('ZREM', P .. 'later', place)
    stand(place)
  end
  local dead = {}
  for _, worker in ipairs(call('ZRANGEBYSCORE', P .. 'alive', '-inf', '(' .. (now - lost_after))) do
    call('ZREM', P .. 'alive', worker)
  end
  local all = call('HGETALL', P .. 'running')
  for at = 1, #all, 2 do
    local entry = cjson.decode(all[at + 1])
    if not call('ZSCORE', P .. 'alive', entry.worker) then
      call('HDEL', P .. 'running', all[at])
      back(entry, now)
    end
  end
end

local function pick(worker, slots)
  local busy, answering, per_owner, mine, count = {}, {}, {}, {command = 0, review = 0, share = 0}, 0
  for _, held in ipairs(call('HVALS', P .. 'running')) do
    local entry = cjson.decode(held)
    local lane, change = lane_of(entry.place), change_of(entry.place)
    busy[change] = true
    if lane == 'command' then answering[change] = true end
    per_owner[entry.owner] = (per_owner[entry.owner] or 0) + 1
    if entry.worker == worker then mine[lane] = mine[lane] + 1 end
    count = count + 1
  end
  local function next_of(lane, taken)
    local best
    for _, owner in ipairs(call('SMEMBERS', P .. 'owners:' .. lane)) do
      if now >= tonumber(call('HGET', P .. 'held', owner) or 0) then
        local front = call('ZRANGE', line_of(lane, owner), 0, count, 'WITHSCORES')
        for at = 1, #front, 2 do
          if not taken[change_of(front[at])] then
            local served = tonumber(call('ZSCORE', P .. 'served:' .. lane, owner) or 0)
            local one = {per_owner[owner] or 0, served, tonumber(front[at + 1]), place = front[at]}
            if not best or one[1] < best[1] or (one[1] == best[1] and (one[2] < best[2]
                or (one[2] == best[2] and one[3] < best[3]))) then best = one end
            break
          end
        end
      end
    end
    return best and best.place
  end
  local room = mine.review + mine.share < slots
  local review, share = room and next_of('review', busy), room and next_of('share', {})
  local command = next_of('command', answering)
  local idle = mine.review + mine.share == 0
  if command and not ((review or share) and idle and mine.command >= slots) then return command end
  if review and share and call('EXISTS', P .. 'last') == 0 then
    if now - tonumber(call('HGET', P .. 'since', share) or now) >= SHARE_WAITS then return share end
  end
  return review or share or nil
end

local function ready(worker, slots) return pick(worker, slots) and 1 or 0 end

local function turn_of(payload)
  local held = cjson.decode(payload)
  return held.turn or held.job and held.job.turn or 0
end

local function put(place, owner, payload)
  local waiting = call('HGET', P .. 'payload', place)
  if not waiting then
    call('HSET', P .. 'payload', place, payload)
    call('HSET', P .. 'seqs', place, call('INCR', P .. 'seq'))
    call('HSET', P .. 'owner', place, owner)
    call('HSET', P .. 'since', place, now)
    stand(place)
  elseif turn_of(payload) >= turn_of(waiting) then
    call('HSET', P .. 'payload', place, payload)
    if call('ZREM', P .. 'later', place) == 1 then stand(place) end
  end
end

if op == 'put' then return put(ARGV[3], ARGV[4], ARGV[5]) end

if op == 'admit' then
  local turns, queue, delivery = KEYS[2], KEYS[3], KEYS[4]
  local place, owner, payload, head, message = ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]
  if delivery and call('EXISTS', delivery) == 1 then return 0 end
  local turn = call('HINCRBY', turns, 'queued', 1)
  call('EXPIRE', turns, ARGV[8])
  if head ~= '' then call('HSET', turns, 'pushed', turn, 'head', head) end
  put(place, owner, '{"turn": ' .. turn .. ', ' .. string.sub(payload, 2))
  if call('LLEN', queue) == 0 then call('LPUSH', queue, message) end
  if delivery then call('SET', delivery, 1, 'EX', ARGV[9]) end
  return turn
end

if op == 'take' then
  local token, worker, slots, lost_after = ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
  call('ZADD', P .. 'alive', now, worker)
  tidy(lost_after)
  local before = call('HGET', P .. 'running', token)
  if before then
    call('HDEL', P .. 'running', token)
    back(cjson.decode(before), now)
  end
  local place = pick(worker, slots)
  if not place then return {'', 0} end
  local lane, owner, payload = lane_of(place), call('HGET', P .. 'owner', place), call('HGET', P .. 'payload', place)
  local entry = {place = place, owner = owner, payload = payload, worker = worker, at = now,
                 seq = call('HGET', P .. 'seqs', place), since = call('HGET', P .. 'since', place) or now}
  if lane == 'share' then
    entry.deaths = cjson.decode(payload).deaths
    call('SET', P .. 'last', 'share')
  elseif lane == 'review' then
    call('DEL', P .. 'last')
  end
  leave(place)
  call('HSET', P .. 'running', token, cjson.encode(entry))
  call('ZADD', P .. 'served:' .. lane, call('INCR', P .. 'tick'), owner)
  call('ZREMRANGEBYRANK', P .. 'served:' .. lane, 0, -10001)
  return {payload, ready(worker, slots)}
end

if op == 'end' or op == 'put_off' or op == 'share_out' then
  local token, worker, slots = ARGV[3], ARGV[4], tonumber(ARGV[5])
  local held = call('HGET', P .. 'running', token)
  if not held then return ready(worker, slots) end
  call('HDEL', P .. 'running', token)
  local entry = cjson.decode(held)
  if lane_of(entry.place) == 'share' then
    if op == 'end' then share_ended(entry.place, ARGV[6] == '1') else back(entry, now) end
    return ready(worker, slots)
  end
  local change = change_of(entry.place)
  local spoken, review = 'command\n' .. change, 'review\n' .. change
  if op == 'share_out' then
    local due, owner = math.ceil(now + tonumber(ARGV[6])), entry.owner
    if #ARGV > 10 then
      withdraw(change)
      local chord = {of = ARGV[8], round = tonumber(ARGV[9]), due = due, patience = tonumber(ARGV[6]),
                     ended = tonumber(ARGV[10])}
      call('HSET', P .. 'chords', change, cjson.encode(chord))
      for at = 11, #ARGV, 2 do
        call('SADD', P .. 'open:' .. change, ARGV[at])
        put(ARGV[at], owner, ARGV[at + 1])
      end
    else
      local chord = call('HGET', P .. 'chords', change)
      due = chord and cjson.decode(chord).due or now
    end
    entry.payload = ARGV[7]
    back(entry, call('SCARD', P .. 'open:' .. change) > 0 and due or now)
    return ready(worker, slots)
  end
  if entry.place ~= spoken and call('ZREM', P .. 'later', spoken) == 1 then stand(spoken) end
  if op == 'end' and (entry.place == review or call('HEXISTS', P .. 'payload', review) == 0) then withdraw(change) end
  if op == 'put_off' then
    local due = now + tonumber(ARGV[6])
    entry.payload = ARGV[7]
    if ARGV[8] == '1' and due > tonumber(call('HGET', P .. 'held', entry.owner) or 0) then
      call('HSET', P .. 'held', entry.owner, due)
    end
    back(entry, due)
  end
  return ready(worker, slots)
end

if op == 'chord' then
  local held = call('HGET', P .. 'chords', ARGV[3])
  if not held then return nil end
  local chord = cjson.decode(held)
  return {chord.of, chord.round, call('SCARD', P .. 'open:' .. ARGV[3]), tostring(chord.due - now), chord.lost or 0,
          chord.ended}
end

if op == 'withdraw' then return withdraw(ARGV[3]) end

if op == 'beat' then
  local worker, slots, lost_after, grace = ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
  call('ZADD', P .. 'alive', now, worker)
  tidy(lost_after)
  local known, gone = {}, {}
  for at = 8, 7 + tonumber(ARGV[7]) do known[ARGV[at]] = true end
  for at = 8 + tonumber(ARGV[7]), #ARGV do gone[ARGV[at]] = true end
  local all = call('HGETALL', P .. 'running')
  for at = 1, #all, 2 do
    local entry = cjson.decode(all[at + 1])
    if entry.worker == worker and (gone[all[at]] or (not known[all[at]] and entry.at <= now - grace)) then
      call('HDEL', P .. 'running', all[at])
      back(entry, now)
    end
  end
  local owners = call('HGETALL', P .. 'held')
  for at = 1, #owners, 2 do
    if tonumber(owners[at + 1]) <= now then call('HDEL', P .. 'held', owners[at]) end
  end
  return ready(worker, slots)
end
"""
)
